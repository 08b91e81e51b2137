package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Copies between an input or output of a program and what its stages share. */
public final class CopyArray {

    private CopyArray() {}

    /** {@code out = in}; both {@code [size]}. */
    public static void copyFloats(FloatArray in, FloatArray out, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            out.set(i, in.get(i));
        }
    }

    /** {@code out = in}; both {@code [size]}. */
    public static void copyInts(IntArray in, IntArray out, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            out.set(i, in.get(i));
        }
    }

    /** Copies all of {@code in}. */
    public static Launch launch(FloatArray in, FloatArray out) {
        return Launch.of("copyFloats", CopyArray::copyFloats, in, out, in.getSize()).reads(in).writes(out)
                .onJvm(VectorForms.copyFloats(in, out));
    }

    /** Copies all of {@code in}. */
    public static Launch launch(IntArray in, IntArray out) {
        return Launch.of("copyInts", CopyArray::copyInts, in, out, in.getSize()).reads(in).writes(out);
    }
}
