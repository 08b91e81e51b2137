package org.tornadormt.model;

import org.tornadormt.kernels.RowTable;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The arrays that one forward pass works in; {@code rowCount = sequences * rowsPerSequence}. */
final class Activations {
    final int rowsPerSequence;
    final int rowCount;
    /** What the rows are, as the host writes it. */
    final RowTable rowsIn;
    /** The same on the device. */
    final IntArray rows;
    /** Residual stream, {@code [rowCount, hiddenSize]}. */
    final FloatArray x;
    /** Normalised residual stream, {@code [rowCount, hiddenSize]}. */
    final FloatArray y;
    /** Query, key and value, {@code [rowCount, 3 * hiddenSize]}. */
    final FloatArray queryKeyValue;
    /** Result of the attention, {@code [rowCount, hiddenSize]}. */
    final FloatArray attended;
    /** Inside of the feed-forward part, {@code [rowCount, intermediateSize]}. */
    final FloatArray intermediate;
    /** What is added to the residual stream, {@code [rowCount, hiddenSize]}. */
    final FloatArray update;
    /** Last hidden states, {@code [rowCount, hiddenSize]}. */
    final FloatArray hidden;
    /** Layer number of parameters that exist once. */
    final IntArray onlyLayer = Zeros.ints(1);

    Activations(TransformerConfig config, int sequences, int rowsPerSequence) {
        this.rowsPerSequence = rowsPerSequence;
        rowCount = Math.multiplyExact(sequences, rowsPerSequence);
        rowsIn = new RowTable(rowCount);
        rows = Zeros.ints(rowCount * RowTable.FIELDS);
        x = Zeros.floats(rowCount, config.hiddenSize());
        y = Zeros.floats(rowCount, config.hiddenSize());
        queryKeyValue = Zeros.floats(rowCount, 3 * config.hiddenSize());
        attended = Zeros.floats(rowCount, config.hiddenSize());
        intermediate = Zeros.floats(rowCount, config.intermediateSize());
        update = Zeros.floats(rowCount, config.hiddenSize());
        hidden = Zeros.floats(rowCount, config.hiddenSize());
    }
}
