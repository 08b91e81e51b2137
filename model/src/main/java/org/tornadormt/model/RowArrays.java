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
    /** {@code [rowCount, numAttentionHeads * headSize]}. */
    final FloatArray query;
    /** Result of the attention, {@code [rowCount, numAttentionHeads * headSize]}. */
    final FloatArray attended;
    /** Inside of the feed-forward part, {@code [rowCount, intermediateSize]}. */
    final FloatArray intermediate;
    /** Gate of the feed-forward part, {@code [rowCount, intermediateSize]}; one unused value if it has none. */
    final FloatArray gate;
    /** What is added to the residual stream, {@code [rowCount, hiddenSize]}. */
    final FloatArray update;
    /** Word embeddings on their way in, last states on their way out, {@code [rowCount, embeddingSize]}; may be y. */
    final FloatArray features;

    RowArrays(TransformerConfig config, IntArray table, int rowsPerSequence) {
        this.table = table;
        this.rowsPerSequence = rowsPerSequence;
        rowCount = table.getSize() / RowTable.FIELDS;
        x = Zeros.floats(rowCount, config.hiddenSize());
        y = Zeros.floats(rowCount, config.hiddenSize());
        query = Zeros.floats(rowCount, config.attention().querySize());
        attended = Zeros.floats(rowCount, config.attention().querySize());
        FeedForwardConfig feedForward = config.feedForward();
        intermediate = Zeros.floats(rowCount, feedForward.intermediateSize());
        gate = feedForward.gated() ? Zeros.floats(rowCount, feedForward.intermediateSize()) : Zeros.floats(1, 1);
        update = Zeros.floats(rowCount, config.hiddenSize());
        boolean projected = config.embeddingSize() != config.hiddenSize();
        features = projected ? Zeros.floats(rowCount, config.embeddingSize()) : y;
    }
}
