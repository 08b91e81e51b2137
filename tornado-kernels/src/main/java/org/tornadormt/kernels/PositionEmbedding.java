package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Adds the learned position embedding to every row that is not padding. */
public final class PositionEmbedding {

    private PositionEmbedding() {}

    /**
     * {@code x[r] += table[position of r]}.
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param table {@code [positions, hiddenSize]}
     * @param x {@code [rowCount, hiddenSize]}, changed in place
     */
    public static void positionEmbedding(IntArray rows, FloatArray table, FloatArray x, int rowCount, int hiddenSize) {
        for (@Parallel int r = 0; r < rowCount; r++) {
            for (@Parallel int i = 0; i < hiddenSize; i++) {
                if (rows.get(r * RowTable.FIELDS + RowTable.VISIBLE) > 0) {
                    int position = rows.get(r * RowTable.FIELDS + RowTable.POSITION);
                    x.set(r * hiddenSize + i, x.get(r * hiddenSize + i) + table.get(position * hiddenSize + i));
                }
            }
        }
    }

    /** See {@link #positionEmbedding}. */
    public static Launch launch(IntArray rows, FloatArray table, FloatArray x, int rowCount, int hiddenSize) {
        return Launch
                .of("positionEmbedding", PositionEmbedding::positionEmbedding, rows, table, x, rowCount, hiddenSize)
                .reads(rows, table, x).writes(x)
                .onJvm(VectorForms.positionEmbedding(rows, table, x, rowCount, hiddenSize));
    }
}
