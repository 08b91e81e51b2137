package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.ShortArray;

/** Looks up rows of a table: the word embedding of every token, or the hidden states of rows that someone reads. */
public final class RowLookup {

    private RowLookup() {}

    /**
     * {@code out[r] = table[source of r]}; rows whose source is negative (memory, padding) become zero.
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param table from {@code first} on {@code [panels, hiddenSize, width]}: its rows in panels, as {@link Linear} has
     *            them, so that a tied head needs no other table; if {@code bits} is 32
     * @param codes the same, if {@code bits} is 16
     * @param decoding what each code stands for
     * @param out {@code [rowCount, hiddenSize]}
     */
    public static void rowLookup(IntArray rows, FloatArray table, ShortArray codes, FloatArray decoding, FloatArray out,
            int bits, int rowCount, int hiddenSize, int first, int width) {
        for (@Parallel int r = 0; r < rowCount; r++) {
            for (@Parallel int i = 0; i < hiddenSize; i++) {
                int source = rows.get(r * RowTable.FIELDS + RowTable.SOURCE);
                float value = 0f;
                if (source >= 0) {
                    value = StoredNumbers.number(table, codes, decoding, bits,
                            first + (source / width * hiddenSize + i) * width + source % width);
                }
                out.set(r * hiddenSize + i, value);
            }
        }
    }

    /** See {@link #rowLookup}; the rows of {@code table} lie one behind the other, in panels of 1. */
    public static Launch launch(IntArray rows, FloatArray table, FloatArray out, int rowCount, int hiddenSize) {
        return launch(rows, StoredNumbers.of(table), out, rowCount, hiddenSize, 0, 1);
    }

    /** See {@link #rowLookup}. */
    public static Launch launch(IntArray rows, StoredNumbers table, FloatArray out, int rowCount, int hiddenSize,
            int first, int width) {
        return Launch
                .of("rowLookup", RowLookup::rowLookup, rows, table.floats(), table.codes(), table.decoding(), out,
                        table.format().bits(), rowCount, hiddenSize, first, width)
                .reads(rows, table.floats(), table.codes(), table.decoding()).writes(out)
                .onJvm(VectorForms.rowLookup(rows, table, out, rowCount, hiddenSize, first, width));
    }
}
