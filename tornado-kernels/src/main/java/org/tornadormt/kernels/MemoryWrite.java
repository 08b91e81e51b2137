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
     * {@code memory[v] = hidden[v]} for every memory vector {@code v} whose row is not padding; the others keep their
     * value, so sequences without a segment in this step keep their memory.
     *
     * @param rows {@link RowTable} of the {@code memoryVectors} rows that write the memory
     * @param hidden last hidden states of these rows, {@code [memoryVectors, hiddenSize]}
     * @param memory {@code [memoryVectors, hiddenSize]} with {@code memoryVectors = sequences * numMemTokens}
     */
    public static void memoryWrite(IntArray rows, FloatArray hidden, FloatArray memory, int memoryVectors,
            int hiddenSize) {
        for (@Parallel int v = 0; v < memoryVectors; v++) {
            for (@Parallel int i = 0; i < hiddenSize; i++) {
                if (rows.get(v * RowTable.FIELDS + RowTable.VISIBLE) > 0) {
                    memory.set(v * hiddenSize + i, hidden.get(v * hiddenSize + i));
                }
            }
        }
    }

    /** See {@link #memoryWrite}. */
    public static Launch launch(IntArray rows, FloatArray hidden, FloatArray memory, int memoryVectors,
            int hiddenSize) {
        return Launch.of("memoryWrite", MemoryWrite::memoryWrite, rows, hidden, memory, memoryVectors, hiddenSize)
                .reads(rows, hidden, memory).writes(memory);
    }
}
