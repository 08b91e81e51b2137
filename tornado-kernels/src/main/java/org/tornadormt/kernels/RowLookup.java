package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Looks up rows of a table: the word embedding of every token, or the hidden states of rows that someone reads. */
public final class RowLookup {

    private RowLookup() {}

    /**
     * {@code out[r] = table[source of r]}; rows whose source is negative (memory, padding) become zero.
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param table from {@code first} on {@code [panels, hiddenSize, width]}: its rows in panels, as {@link Linear} has
     *            them, so that a tied head needs no other table
     * @param out {@code [rowCount, hiddenSize]}
     */
    public static void rowLookup(IntArray rows, FloatArray table, FloatArray out, int rowCount, int hiddenSize,
            int first, int width) {
        for (@Parallel int r = 0; r < rowCount; r++) {
            for (@Parallel int i = 0; i < hiddenSize; i++) {
                int source = rows.get(r * RowTable.FIELDS + RowTable.SOURCE);
                float value = 0f;
                if (source >= 0) {
                    value = table.get(first + (source / width * hiddenSize + i) * width + source % width);
                }
                out.set(r * hiddenSize + i, value);
            }
        }
    }

    /** See {@link #rowLookup}; the rows of {@code table} lie one behind the other, in panels of 1. */
    public static Launch launch(IntArray rows, FloatArray table, FloatArray out, int rowCount, int hiddenSize) {
        return launch(rows, table, out, rowCount, hiddenSize, 0, 1);
    }

    /** See {@link #rowLookup}. */
    public static Launch launch(IntArray rows, FloatArray table, FloatArray out, int rowCount, int hiddenSize,
            int first, int width) {
        return Launch.of("rowLookup", RowLookup::rowLookup, rows, table, out, rowCount, hiddenSize, first, width)
                .reads(rows, table).writes(out)
                .onJvm(VectorForms.rowLookup(rows, table, out, rowCount, hiddenSize, first, width));
    }
}
