package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Collects the rows that a head is asked for, so that it computes no others. */
public final class GatherRows {

    private GatherRows() {}

    /**
     * {@code out[n] = x[asked[n]]}; zero where {@code asked[n]} is negative.
     *
     * @param x {@code [rows, hiddenSize]}
     * @param asked {@code [count]}
     * @param out {@code [count, hiddenSize]}
     */
    public static void gatherRows(FloatArray x, IntArray asked, FloatArray out, int count, int hiddenSize) {
        for (@Parallel int n = 0; n < count; n++) {
            for (@Parallel int i = 0; i < hiddenSize; i++) {
                int row = asked.get(n);
                float value = 0f;
                if (row >= 0) {
                    value = x.get(row * hiddenSize + i);
                }
                out.set(n * hiddenSize + i, value);
            }
        }
    }

    /** See {@link #gatherRows}. */
    public static Launch launch(FloatArray x, IntArray asked, FloatArray out, int count, int hiddenSize) {
        return Launch.of("gatherRows", GatherRows::gatherRows, x, asked, out, count, hiddenSize).reads(x, asked)
                .writes(out);
    }
}
