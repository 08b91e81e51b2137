package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Gradient of {@link org.tornadormt.kernels.PositionEmbedding} with respect to its table; that of the rows to which it
 * is added is the same before as after.
 */
public final class PositionEmbeddingGradient {

    private PositionEmbeddingGradient() {}

    /**
     * {@code tableGradient[position of r] += xGradient[r]} for each row {@code r} in turn; padding is left out.
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param xGradient {@code [rowCount, hiddenSize]}
     * @param tableGradient {@code [positions, hiddenSize]}
     */
    public static void positionEmbeddingGradient(IntArray rows, FloatArray xGradient, FloatArray tableGradient,
            int rowCount, int hiddenSize) {
        for (@Parallel int i = 0; i < hiddenSize; i++) {
            for (int r = 0; r < rowCount; r++) {
                if (rows.get(r * RowTable.FIELDS + RowTable.VISIBLE) > 0) {
                    int target = rows.get(r * RowTable.FIELDS + RowTable.POSITION) * hiddenSize + i;
                    tableGradient.set(target, tableGradient.get(target) + xGradient.get(r * hiddenSize + i));
                }
            }
        }
    }

    /** See {@link #positionEmbeddingGradient}. */
    public static Launch launch(IntArray rows, FloatArray xGradient, FloatArray tableGradient, int rowCount,
            int hiddenSize) {
        return Launch
                .of("positionEmbeddingGradient", PositionEmbeddingGradient::positionEmbeddingGradient, rows, xGradient,
                        tableGradient, rowCount, hiddenSize)
                .reads(rows, xGradient, tableGradient).writes(tableGradient)
                .onJvm(GradientForms.positionEmbedding(rows, xGradient, tableGradient, rowCount, hiddenSize));
    }
}
