package org.tornadormt.model;

import org.tornadormt.kernels.RowTable;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The arrays that {@code rowCount = sequences * rowsPerSequence} rows need on their way through a block. */
final class RowArrays {
    final int rowsPerSequence;
    final int rowCount;
    /** What the rows are, see {@link RowTable}. */
    final IntArray table;
    /** Residual stream, {@code [rowCount, hiddenSize]}. */
    final FloatArray x;
    /** Normalised residual stream, {@code [rowCount, hiddenSize]}. */
    final FloatArray y;
    /** {@code [rowCount, hiddenSize]}. */
    final FloatArray query;
    /** Result of the attention, {@code [rowCount, hiddenSize]}. */
    final FloatArray attended;
    /** Inside of the feed-forward part, {@code [rowCount, intermediateSize]}. */
    final FloatArray intermediate;
    /** What is added to the residual stream, {@code [rowCount, hiddenSize]}. */
    final FloatArray update;

    RowArrays(TransformerConfig config, IntArray table, int rowsPerSequence) {
        this.table = table;
        this.rowsPerSequence = rowsPerSequence;
        rowCount = table.getSize() / RowTable.FIELDS;
        x = Zeros.floats(rowCount, config.hiddenSize());
        y = Zeros.floats(rowCount, config.hiddenSize());
        query = Zeros.floats(rowCount, config.hiddenSize());
        attended = Zeros.floats(rowCount, config.hiddenSize());
        intermediate = Zeros.floats(rowCount, config.intermediateSize());
        update = Zeros.floats(rowCount, config.hiddenSize());
    }
}
