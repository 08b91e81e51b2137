package org.tornadormt.model;

import java.util.List;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.Attention;
import org.tornadormt.kernels.Gate;
import org.tornadormt.kernels.KeyValueWrite;
import org.tornadormt.kernels.ResidualAdd;
import org.tornadormt.kernels.RotaryEmbedding;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.model.TransformerConfig.BlockOrder;
import org.tornadormt.model.weights.BlockWeights;
import org.tornadormt.model.weights.NormWeights;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * One block of a Transformer (arXiv 1706.03762), as launches of kernels, in two parts: keys and values of all rows, and
 * the rest, which may be done for fewer rows. Which layer it is, is in the layer cursor.
 */
final class Block {
    private final TransformerConfig config;
    private final AttentionConfig attention;
    private final BlockWeights weights;
    private final Recurrence recurrence;
    private final IntArray layer;
    private final BlockPart.Keeper keeper;

    /**
     * A block.
     *
     * @param keeper is told of the values that a gradient needs
     */
    Block(TransformerConfig config, BlockWeights weights, Recurrence recurrence, BlockPart.Keeper keeper) {
        this.config = config;
        this.keeper = keeper;
        this.weights = weights;
        this.recurrence = recurrence;
        attention = config.attention();
        layer = recurrence.layer();
    }

    /** What queries, keys and values are made of: {@code x}, or its norm in {@code y}. */
    FloatArray attentionInput(List<Launch> launches, RowArrays a) {
        keeper.keep(launches, BlockPart.INPUT, a.x);
        if (config.blockOrder() == BlockOrder.NORM_AFTER) {
            return a.x;
        }
        launches.add(norm(weights.attentionNorm(), a, a.x, a.y));
        return a.y;
    }

    /** Puts what other rows see of each row of the segment into the cache. */
    void keysAndValues(List<Launch> launches, SegmentArrays segment, FloatArray input) {
        RowArrays a = segment.rows;
        launches.add(weights.keyValue().launch(input, segment.keyValue, layer, a.rowCount));
        turn(launches, a, segment.keyValue, 2 * attention.keyValueSize(), attention.numKeyValueHeads());
        keeper.keep(launches, BlockPart.KEY_VALUE, segment.keyValue);
        launches.add(KeyValueWrite.launch(a.table, segment.keyValue, recurrence.keys(), recurrence.values(), layer,
                a.rowCount, a.rowsPerSequence, recurrence.cacheSlots(), attention.keyValueSize(),
                recurrence.layerStride()));
    }

    /** The block without that: {@code x} becomes the residual stream behind it. */
    void queriesAndFeedForward(List<Launch> launches, RowArrays a, FloatArray input) {
        attend(launches, a, input);
        switch (config.blockOrder()) {
            case NORM_BEFORE -> {
                launches.add(addUpdate(a, a.x));
                keeper.keep(launches, BlockPart.MIDDLE, a.x);
                launches.add(norm(weights.feedForwardNorm(), a, a.x, a.y));
                feedForward(launches, a);
                launches.add(addUpdate(a, a.x));
            }
            case NORM_AFTER -> {
                launches.add(addUpdate(a, a.x));
                keeper.keep(launches, BlockPart.MIDDLE, a.x);
                launches.add(norm(weights.attentionNorm(), a, a.x, a.y));
                feedForward(launches, a);
                launches.add(addUpdate(a, a.y));
                keeper.keep(launches, BlockPart.LAST, a.y);
                launches.add(norm(weights.feedForwardNorm(), a, a.y, a.x));
            }
            case PARALLEL -> {
                launches.add(norm(weights.feedForwardNorm(), a, a.x, a.y));
                launches.add(addUpdate(a, a.x));
                feedForward(launches, a);
                launches.add(addUpdate(a, a.x));
            }
        }
    }

    /** {@code update = attention(input)}. */
    private void attend(List<Launch> launches, RowArrays a, FloatArray input) {
        launches.add(weights.query().launch(input, a.query, layer, a.rowCount));
        turn(launches, a, a.query, attention.querySize(), attention.numAttentionHeads());
        keeper.keep(launches, BlockPart.QUERY, a.query);
        launches.add(Attention.launch(a.table, a.query, recurrence.keys(), recurrence.values(), a.attended, layer,
                a.rowCount, a.rowsPerSequence, recurrence.cacheSlots(), attention.numAttentionHeads(),
                attention.numKeyValueHeads(), attention.headSize(), recurrence.layerStride()));
        keeper.keep(launches, BlockPart.ATTENDED, a.attended);
        launches.add(weights.attentionOutput().launch(a.attended, a.update, layer, a.rowCount));
    }

    /** Tells the heads at the front of each row their position, where positions are rotary. */
    private void turn(List<Launch> launches, RowArrays a, FloatArray rows, int rowSize, int numHeads) {
        config.positions().rotary().ifPresent(rotary -> launches.add(RotaryEmbedding.launch(a.table,
                recurrence.rotation().orElseThrow(), rows, a.rowCount, rowSize, numHeads, attention.headSize(),
                rotary.pairs())));
    }

    /** {@code update = feedForward(y)}. */
    private void feedForward(List<Launch> launches, RowArrays a) {
        FeedForwardConfig inside = config.feedForward();
        int size = a.rowCount * inside.intermediateSize();
        launches.add(weights.up().launch(a.y, a.intermediate, layer, a.rowCount));
        keeper.keep(launches, BlockPart.UP, a.intermediate);
        if (weights.gate().isPresent()) {
            launches.add(weights.gate().get().launch(a.y, a.gate, layer, a.rowCount));
            keeper.keep(launches, BlockPart.GATE, a.gate);
            launches.add(Activation.launch(inside.activation(), a.gate, size));
            launches.add(Gate.launch(a.intermediate, a.gate, size));
        } else {
            launches.add(Activation.launch(inside.activation(), a.intermediate, size));
        }
        launches.add(weights.down().launch(a.intermediate, a.update, layer, a.rowCount));
    }

    private Launch addUpdate(RowArrays a, FloatArray stream) {
        return ResidualAdd.launch(stream, a.update, a.rowCount * config.hiddenSize());
    }

    private Launch norm(NormWeights norm, RowArrays a, FloatArray input, FloatArray output) {
        return norm.launch(input, output, layer, a.rowCount, config.hiddenSize(), config.norms().epsilon());
    }
}
