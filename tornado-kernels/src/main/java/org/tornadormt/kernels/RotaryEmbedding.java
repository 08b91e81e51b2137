package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Rotary position embedding (arXiv 2104.09864): the head of a query or key is turned, pair by pair of its values, by
 * angles that are proportional to the row's position. Value {@code i} of a head is paired with value {@code i + pairs},
 * as Hugging Face's {@code rotate_half} does; what lies behind the pairs stays as it is.
 */
public final class RotaryEmbedding {

    private RotaryEmbedding() {}

    /**
     * {@code (a, b) = (a cos - b sin, b cos + a sin)} for each pair of each head.
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param rotation cosines and then sines of each position, {@code [positions, 2 * pairs]}
     * @param x {@code [rowCount, rowSize]}, changed in place; a row begins with its {@code numHeads * headSize} values
     * @param pairs pairs that are turned in each head; at most {@code headSize / 2}
     */
    public static void rotaryEmbedding(IntArray rows, FloatArray rotation, FloatArray x, int rowCount, int rowSize,
            int numHeads, int headSize, int pairs) {
        for (@Parallel int r = 0; r < rowCount; r++) {
            for (@Parallel int head = 0; head < numHeads; head++) {
                for (@Parallel int i = 0; i < pairs; i++) {
                    int turn = 2 * pairs * rows.get(r * RowTable.FIELDS + RowTable.POSITION) + i;
                    int at = r * rowSize + head * headSize + i;
                    float cosine = rotation.get(turn);
                    float sine = rotation.get(turn + pairs);
                    float a = x.get(at);
                    float b = x.get(at + pairs);
                    x.set(at, a * cosine - b * sine);
                    x.set(at + pairs, b * cosine + a * sine);
                }
            }
        }
    }

    /** See {@link #rotaryEmbedding}. */
    public static Launch launch(IntArray rows, FloatArray rotation, FloatArray x, int rowCount, int rowSize,
            int numHeads, int headSize, int pairs) {
        return Launch
                .of("rotaryEmbedding", RotaryEmbedding::rotaryEmbedding, rows, rotation, x, rowCount, rowSize, numHeads,
                        headSize, pairs)
                .reads(rows, rotation, x).writes(x)
                .onJvm(VectorForms.rotaryEmbedding(rows, rotation, x, rowCount, rowSize, numHeads, headSize, pairs));
    }
}
