package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Puts the memory vectors of a sequence into the rows of the segment that hold memory: the read block in front, and the
 * write block at the end of a decoder's segment, which starts from the same vectors (arXiv 2304.11062, section 3).
 */
public final class MemoryRead {

    private MemoryRead() {}

    /**
     * {@code out[r] = memory[sequence of r, memory slot of r]}; rows that are no memory stay as they are.
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param memory {@code [sequences, numMemTokens, hiddenSize]}
     * @param out {@code [rowCount, hiddenSize]} with {@code rowCount = sequences * rowsPerSequence}
     */
    public static void memoryRead(IntArray rows, FloatArray memory, FloatArray out, int rowCount, int rowsPerSequence,
            int numMemTokens, int hiddenSize) {
        for (@Parallel int r = 0; r < rowCount; r++) {
            for (@Parallel int i = 0; i < hiddenSize; i++) {
                int source = rows.get(r * RowTable.FIELDS + RowTable.SOURCE);
                if (source < 0 && source != RowTable.PADDING) {
                    int vector = (r / rowsPerSequence) * numMemTokens - 1 - source;
                    out.set(r * hiddenSize + i, memory.get(vector * hiddenSize + i));
                }
            }
        }
    }

    /** See {@link #memoryRead}. */
    public static Launch launch(IntArray rows, FloatArray memory, FloatArray out, int rowCount, int rowsPerSequence,
            int numMemTokens, int hiddenSize) {
        return Launch.of("memoryRead", MemoryRead::memoryRead, rows, memory, out, rowCount, rowsPerSequence,
                numMemTokens, hiddenSize).reads(rows, memory, out).writes(out)
                .onJvm(VectorForms.memoryRead(rows, memory, out, rowCount, rowsPerSequence, numMemTokens, hiddenSize));
    }
}
