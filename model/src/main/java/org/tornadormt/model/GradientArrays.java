package org.tornadormt.model;

import org.tornadormt.kernels.gradient.AttentionGradient;
import org.tornadormt.kernels.gradient.LayerNormGradient;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Gradients of what the rows of a segment go through, and room for computing them. */
final class GradientArrays {
    /** Of the residual stream, {@code [rowCount, hiddenSize]}. */
    final FloatArray x;
    /** Of the input of a part, {@code [rowCount, hiddenSize]}. */
    final FloatArray y;
    /** Of the input of the other part, where both run side by side, {@code [rowCount, hiddenSize]}. */
    final FloatArray z;
    /** {@code [rowCount, numAttentionHeads * headSize]}. */
    final FloatArray query;
    /** {@code [rowCount, 2 * numKeyValueHeads * headSize]}. */
    final FloatArray keyValue;
    /** {@code [rowCount, numAttentionHeads * headSize]}. */
    final FloatArray attended;
    /** {@code [rowCount, intermediateSize]}. */
    final FloatArray intermediate;
    /** {@code [rowCount, intermediateSize]}, if there is a gate. */
    final FloatArray gate;
    /** Of word embeddings and of last states, {@code [rowCount, embeddingSize]}. */
    final FloatArray features;
    /** No gradient: the inside of the feed-forward part behind its activation, {@code [rowCount, intermediateSize]}. */
    final FloatArray activated;
    final FloatArray attentionStatistics;
    final FloatArray normStatistics;

    GradientArrays(TransformerConfig config, int rowCount) {
        AttentionConfig attention = config.attention();
        int inside = config.feedForward().intermediateSize();
        x = Zeros.floats(rowCount, config.hiddenSize());
        y = Zeros.floats(rowCount, config.hiddenSize());
        z = Zeros.floats(rowCount, config.hiddenSize());
        query = Zeros.floats(rowCount, attention.querySize());
        keyValue = Zeros.floats(rowCount, 2 * attention.keyValueSize());
        attended = Zeros.floats(rowCount, attention.querySize());
        intermediate = Zeros.floats(rowCount, inside);
        gate = config.feedForward().gated() ? Zeros.floats(rowCount, inside) : Zeros.floats(1, 1);
        features = Zeros.floats(rowCount, config.embeddingSize());
        activated = Zeros.floats(rowCount, inside);
        attentionStatistics = Zeros.floats(rowCount, attention.numAttentionHeads() * AttentionGradient.STATISTICS);
        normStatistics = Zeros.floats(rowCount, LayerNormGradient.STATISTICS);
    }
}
