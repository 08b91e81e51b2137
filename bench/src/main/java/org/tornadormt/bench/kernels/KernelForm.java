package org.tornadormt.bench.kernels;

import java.util.Arrays;
import java.util.Random;
import org.tornadormt.kernels.device.JvmDevice;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** What the benchmarks of kernels have in common: forms and shapes by name, random numbers. */
final class KernelForm {
    static final String DEFINITION = "definition";

    private KernelForm() {}

    /** A device for {@code definition}, or for a number of threads of the vector form. */
    static JvmDevice device(String form) {
        return form.equals(DEFINITION) ? JvmDevice.definitionsOnly() : JvmDevice.withThreads(Integer.parseInt(form));
    }

    /** Sizes such as {@code 1024x768x3072}. */
    static int[] sizes(String shape) {
        return Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    static FloatArray random(Random random, int size) {
        FloatArray array = new FloatArray(size);
        for (int i = 0; i < size; i++) {
            array.set(i, (float) random.nextGaussian());
        }
        return array;
    }
}
