package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Takes the next memory from the last hidden states: {@code S' = H[write block]} (arXiv 2304.11062, section 3). No
 * projection, no gate.
 */
public final class MemoryWrite {

    private MemoryWrite() {}

    /**
     * {@code memory[v] = hidden[writeRows[v]]} for every memory vector {@code v} whose row is not negative; the others
     * keep their value, so sequences without a segment in this step keep their memory.
     *
     * @param hidden last hidden states {@code [rows, hiddenSize]}
     * @param writeRows row of each memory vector, or -1, {@code [memoryVectors]}
     * @param memory {@code [memoryVectors, hiddenSize]} with {@code memoryVectors = sequences * numMemTokens}
     */
    public static void memoryWrite(FloatArray hidden, IntArray writeRows, FloatArray memory, int memoryVectors,
            int hiddenSize) {
        for (@Parallel int v = 0; v < memoryVectors; v++) {
            for (@Parallel int i = 0; i < hiddenSize; i++) {
                int row = writeRows.get(v);
                if (row >= 0) {
                    memory.set(v * hiddenSize + i, hidden.get(row * hiddenSize + i));
                }
            }
        }
    }

    /** See {@link #memoryWrite}. */
    public static Launch launch(FloatArray hidden, IntArray writeRows, FloatArray memory, int memoryVectors,
            int hiddenSize) {
        return Launch.of("memoryWrite", MemoryWrite::memoryWrite, hidden, writeRows, memory, memoryVectors, hiddenSize)
                .reads(hidden, writeRows, memory).writes(memory);
    }
}
