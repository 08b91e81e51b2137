package org.tornadormt.kernels.device;

import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.ShortArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * A kernel that changes nothing: TornadoVM copies an array to the device only for a graph in which a task uses it, and
 * takes a task that reads an array and writes the same back as using it.
 */
final class Touch {

    private Touch() {}

    static void touchFloats(FloatArray array, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            array.set(i, array.get(i));
        }
    }

    static void touchInts(IntArray array, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            array.set(i, array.get(i));
        }
    }

    static void touchShorts(ShortArray array, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            array.set(i, array.get(i));
        }
    }

    /** Touches the first element. */
    static Launch launch(TornadoNativeArray array) {
        Launch launch = switch (array) {
            case FloatArray floats -> Launch.of("touchFloats", Touch::touchFloats, floats, 1);
            case IntArray ints -> Launch.of("touchInts", Touch::touchInts, ints, 1);
            case ShortArray shorts -> Launch.of("touchShorts", Touch::touchShorts, shorts, 1);
            default -> throw new IllegalArgumentException("no touch for " + array.getClass().getSimpleName());
        };
        return launch.reads(array).writes(array);
    }
}
