package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Gradient of {@link org.tornadormt.kernels.RowLookup}: what was gathered is scattered back, to the word embedding or
 * to the hidden states that were read.
 */
public final class RowLookupGradient {

    private RowLookupGradient() {}

    /**
     * {@code tableGradient[source of r] += outGradient[r]} for each row {@code r} in turn, since several rows may have
     * the same source; rows whose source is negative (memory, padding) are left out.
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param outGradient {@code [rowCount, hiddenSize]}
     * @param tableGradient {@code [tableRows, hiddenSize]}
     */
    public static void rowLookupGradient(IntArray rows, FloatArray outGradient, FloatArray tableGradient, int rowCount,
            int hiddenSize) {
        for (@Parallel int i = 0; i < hiddenSize; i++) {
            for (int r = 0; r < rowCount; r++) {
                int source = rows.get(r * RowTable.FIELDS + RowTable.SOURCE);
                if (source >= 0) {
                    int target = source * hiddenSize + i;
                    tableGradient.set(target, tableGradient.get(target) + outGradient.get(r * hiddenSize + i));
                }
            }
        }
    }

    /** See {@link #rowLookupGradient}. */
    public static Launch launch(IntArray rows, FloatArray outGradient, FloatArray tableGradient, int rowCount,
            int hiddenSize) {
        return Launch
                .of("rowLookupGradient", RowLookupGradient::rowLookupGradient, rows, outGradient, tableGradient,
                        rowCount, hiddenSize)
                .reads(rows, outGradient, tableGradient).writes(tableGradient)
                .onJvm(GradientForms.rowLookup(rows, outGradient, tableGradient, rowCount, hiddenSize));
    }
}
