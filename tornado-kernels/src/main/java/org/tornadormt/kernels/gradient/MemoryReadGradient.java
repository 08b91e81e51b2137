package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Gradient of {@link org.tornadormt.kernels.MemoryRead} with respect to the memory. */
public final class MemoryReadGradient {

    private MemoryReadGradient() {}

    /**
     * {@code memoryGradient[v] += Σ_r xGradient[r]} over the rows of the sequence that hold memory vector {@code v}:
     * two in a decoder's segment, whose read block and write block start from the same vectors. What is there before is
     * what {@link MemoryWriteGradient} left: the gradient of a memory that the segment did not replace.
     *
     * @param rows {@link RowTable} of {@code sequences * rowsPerSequence} rows
     * @param xGradient {@code [sequences * rowsPerSequence, hiddenSize]}
     * @param memoryGradient {@code [memoryVectors, hiddenSize]} with {@code memoryVectors = sequences * numMemTokens}
     */
    public static void memoryReadGradient(IntArray rows, FloatArray xGradient, FloatArray memoryGradient,
            int memoryVectors, int rowsPerSequence, int numMemTokens, int hiddenSize) {
        for (@Parallel int v = 0; v < memoryVectors; v++) {
            for (@Parallel int i = 0; i < hiddenSize; i++) {
                int firstRow = (v / numMemTokens) * rowsPerSequence;
                int source = -1 - v % numMemTokens;
                float sum = memoryGradient.get(v * hiddenSize + i);
                for (int r = firstRow; r < firstRow + rowsPerSequence; r++) {
                    if (rows.get(r * RowTable.FIELDS + RowTable.SOURCE) == source) {
                        sum += xGradient.get(r * hiddenSize + i);
                    }
                }
                memoryGradient.set(v * hiddenSize + i, sum);
            }
        }
    }

    /** See {@link #memoryReadGradient}. */
    public static Launch launch(IntArray rows, FloatArray xGradient, FloatArray memoryGradient, int memoryVectors,
            int rowsPerSequence, int numMemTokens, int hiddenSize) {
        return Launch
                .of("memoryReadGradient", MemoryReadGradient::memoryReadGradient, rows, xGradient, memoryGradient,
                        memoryVectors, rowsPerSequence, numMemTokens, hiddenSize)
                .reads(rows, xGradient, memoryGradient).writes(memoryGradient)
                .onJvm(GradientForms.memoryRead(rows, xGradient, memoryGradient, memoryVectors, rowsPerSequence,
                        numMemTokens, hiddenSize));
    }
}
