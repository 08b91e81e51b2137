package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Looks up the word embedding of every token row. */
public final class TokenEmbedding {

    private TokenEmbedding() {}

    /**
     * {@code out[r] = table[token of r]}; rows that are no token become zero.
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param table word embeddings {@code [vocabularySize, hiddenSize]}
     * @param out {@code [rowCount, hiddenSize]}
     */
    public static void tokenEmbedding(IntArray rows, FloatArray table, FloatArray out, int rowCount, int hiddenSize) {
        for (@Parallel int r = 0; r < rowCount; r++) {
            for (@Parallel int i = 0; i < hiddenSize; i++) {
                int source = rows.get(r * RowTable.FIELDS + RowTable.SOURCE);
                float value = 0f;
                if (source >= 0) {
                    value = table.get(source * hiddenSize + i);
                }
                out.set(r * hiddenSize + i, value);
            }
        }
    }

    /** See {@link #tokenEmbedding}. */
    public static Launch launch(IntArray rows, FloatArray table, FloatArray out, int rowCount, int hiddenSize) {
        return Launch.of("tokenEmbedding", TokenEmbedding::tokenEmbedding, rows, table, out, rowCount, hiddenSize)
                .reads(rows, table).writes(out);
    }
}
