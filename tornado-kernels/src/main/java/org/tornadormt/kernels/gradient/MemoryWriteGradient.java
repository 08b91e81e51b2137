package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Gradient of {@link org.tornadormt.kernels.MemoryWrite}: through here it goes from one segment to the one before
 * (arXiv 2304.11062, section 3).
 */
public final class MemoryWriteGradient {

    private MemoryWriteGradient() {}

    /**
     * Turns the gradient of the memory after the segment into that of the hidden states which became it, and of the
     * memory before. For every memory vector {@code v} whose row is not padding,
     * {@code hiddenGradient[v] = memoryGradient[v]} and {@code memoryGradient[v] = 0}, since the old vector was
     * replaced. The others were kept: {@code hiddenGradient[v] = 0}, and the gradient stays that of the old vector.
     *
     * @param rows {@link RowTable} of the {@code memoryVectors} rows that write the memory
     * @param memoryGradient {@code [memoryVectors, hiddenSize]}, changed in place
     * @param hiddenGradient {@code [memoryVectors, hiddenSize]}
     */
    public static void memoryWriteGradient(IntArray rows, FloatArray memoryGradient, FloatArray hiddenGradient,
            int memoryVectors, int hiddenSize) {
        for (@Parallel int v = 0; v < memoryVectors; v++) {
            for (@Parallel int i = 0; i < hiddenSize; i++) {
                float gradient = 0f;
                if (rows.get(v * RowTable.FIELDS + RowTable.VISIBLE) > 0) {
                    gradient = memoryGradient.get(v * hiddenSize + i);
                    memoryGradient.set(v * hiddenSize + i, 0f);
                }
                hiddenGradient.set(v * hiddenSize + i, gradient);
            }
        }
    }

    /** See {@link #memoryWriteGradient}. */
    public static Launch launch(IntArray rows, FloatArray memoryGradient, FloatArray hiddenGradient, int memoryVectors,
            int hiddenSize) {
        return Launch.of("memoryWriteGradient", MemoryWriteGradient::memoryWriteGradient, rows, memoryGradient,
                hiddenGradient, memoryVectors, hiddenSize).reads(rows, memoryGradient)
                .writes(memoryGradient, hiddenGradient);
    }
}
