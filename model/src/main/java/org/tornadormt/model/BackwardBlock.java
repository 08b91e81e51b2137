package org.tornadormt.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.Gate;
import org.tornadormt.kernels.KeyValueWrite;
import org.tornadormt.kernels.RotaryEmbedding;
import org.tornadormt.kernels.gradient.ActivationGradient;
import org.tornadormt.kernels.gradient.AttentionGradient;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.model.weights.BlockWeights;
import org.tornadormt.model.weights.NormWeights;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The way back through a {@link Block}, as launches of kernels. What the block kept is loaded, what it did not keep is
 * computed once more from that; weights' gradients are added to what is there.
 */
final class BackwardBlock {
    private final TransformerConfig config;
    private final AttentionConfig attention;
    private final BlockWeights weights;
    private final BlockWeights gradients;
    private final Recurrence recurrence;
    private final SegmentArrays segment;
    private final RowArrays a;
    private final BlockStash stash;
    private final GradientArrays g;
    private final IntArray layer;
    private final Optional<FloatArray> rotationBack;

    /**
     * A way back.
     *
     * @param gradients where the gradients of the weights are summed up
     * @param segment the arrays of the forward pass, which are used again
     * @param stash what the forward pass kept
     */
    BackwardBlock(TransformerConfig config, BlockWeights weights, BlockWeights gradients, Recurrence recurrence,
            SegmentArrays segment, BlockStash stash, GradientArrays g) {
        this.config = config;
        this.weights = weights;
        this.gradients = gradients;
        this.recurrence = recurrence;
        this.segment = segment;
        this.stash = stash;
        this.g = g;
        attention = config.attention();
        a = segment.rows;
        layer = recurrence.layer();
        rotationBack = config.positions().rotary().map(rotary -> rotary.tableBack(recurrence.cacheSlots()));
    }

    /** Turns the gradient of the residual stream behind the block, in {@link GradientArrays#x}, into that before it. */
    List<Launch> layer() {
        List<Launch> launches = new ArrayList<>();
        switch (config.blockOrder()) {
            case NORM_BEFORE -> {
                launches.add(stash.load(BlockPart.MIDDLE, a.x));
                launches.add(norm(weights.feedForwardNorm(), a.x, a.y));
                feedForward(launches, g.x, a.y, g.y, false);
                launches.addAll(back(weights.feedForwardNorm(), gradients.feedForwardNorm(), a.x, g.y, g.x, true));
                launches.add(stash.load(BlockPart.INPUT, a.x));
                launches.add(norm(weights.attentionNorm(), a.x, a.y));
                attention(launches, g.x, a.y, g.y, false);
                launches.addAll(back(weights.attentionNorm(), gradients.attentionNorm(), a.x, g.y, g.x, true));
            }
            case NORM_AFTER -> {
                launches.add(stash.load(BlockPart.LAST, a.x));
                launches.addAll(back(weights.feedForwardNorm(), gradients.feedForwardNorm(), a.x, g.x, g.y, false));
                launches.add(stash.load(BlockPart.MIDDLE, a.x));
                launches.add(norm(weights.attentionNorm(), a.x, a.y));
                feedForward(launches, g.y, a.y, g.y, true);
                launches.addAll(back(weights.attentionNorm(), gradients.attentionNorm(), a.x, g.y, g.x, false));
                launches.add(stash.load(BlockPart.INPUT, a.x));
                attention(launches, g.x, a.x, g.x, true);
            }
            case PARALLEL -> {
                launches.add(stash.load(BlockPart.INPUT, a.x));
                launches.add(norm(weights.feedForwardNorm(), a.x, a.y));
                feedForward(launches, g.x, a.y, g.y, false);
                launches.add(norm(weights.attentionNorm(), a.x, a.y));
                attention(launches, g.x, a.y, g.z, false);
                launches.addAll(back(weights.feedForwardNorm(), gradients.feedForwardNorm(), a.x, g.y, g.x, true));
                launches.addAll(back(weights.attentionNorm(), gradients.attentionNorm(), a.x, g.z, g.x, true));
            }
        }
        return launches;
    }

    /** From the gradient of the part's result to that of its input; both may be one array if it is added to. */
    private void feedForward(List<Launch> launches, FloatArray outputGradient, FloatArray input,
            FloatArray inputGradient, boolean accumulate) {
        FeedForwardConfig inside = config.feedForward();
        int size = a.rowCount * inside.intermediateSize();
        boolean gated = weights.gate().isPresent();
        launches.add(stash.load(BlockPart.UP, a.intermediate));
        if (gated) {
            launches.add(stash.load(BlockPart.GATE, a.gate));
            launches.add(CopyArray.launch(a.gate, g.activated));
            launches.add(Activation.launch(inside.activation(), g.activated, size));
            launches.add(CopyArray.launch(g.activated, g.gate));
            launches.add(Gate.launch(g.activated, a.intermediate, size));
        } else {
            launches.add(CopyArray.launch(a.intermediate, g.activated));
            launches.add(Activation.launch(inside.activation(), g.activated, size));
        }
        launches.addAll(weights.down().back(gradients.down(), g.activated, outputGradient, g.intermediate, layer,
                a.rowCount, false));
        if (gated) {
            // The activated gate waits in g.gate: it is the factor of one gradient, and the other factor that of its own.
            launches.add(CopyArray.launch(g.intermediate, g.activated));
            launches.add(Gate.launch(g.intermediate, g.gate, size));
            launches.add(Gate.launch(g.activated, a.intermediate, size));
            launches.add(ActivationGradient.launch(inside.activation(), a.gate, g.activated, size));
            launches.addAll(weights.gate().get().back(gradients.gate().orElseThrow(), input, g.activated,
                    inputGradient, layer, a.rowCount, accumulate));
        } else {
            launches.add(ActivationGradient.launch(inside.activation(), a.intermediate, g.intermediate, size));
        }
        launches.addAll(weights.up().back(gradients.up(), input, g.intermediate, inputGradient, layer, a.rowCount,
                accumulate || gated));
    }

    /** As {@link #feedForward}, for the attention part; here the gradients of keys and values come in. */
    private void attention(List<Launch> launches, FloatArray outputGradient, FloatArray input,
            FloatArray inputGradient, boolean accumulate) {
        int heads = attention.numAttentionHeads();
        int keyValueHeads = attention.numKeyValueHeads();
        launches.add(stash.load(BlockPart.ATTENDED, a.attended));
        launches.addAll(weights.attentionOutput().back(gradients.attentionOutput(), a.attended, outputGradient,
                g.attended, layer, a.rowCount, false));
        launches.add(stash.load(BlockPart.QUERY, a.query));
        launches.add(stash.load(BlockPart.KEY_VALUE, segment.keyValue));
        launches.add(KeyValueWrite.launch(a.table, segment.keyValue, recurrence.keys(), recurrence.values(), layer,
                a.rowCount, a.rowsPerSequence, recurrence.cacheSlots(), attention.keyValueSize(),
                recurrence.layerStride()));
        launches.add(AttentionGradient.query(a.table, a.query, recurrence.keys(), recurrence.values(), g.attended,
                g.query, g.attentionStatistics, layer, a.rowCount, a.rowsPerSequence, recurrence.cacheSlots(), heads,
                keyValueHeads, attention.headSize(), recurrence.layerStride()));
        launches.add(AttentionGradient.keyValue(a.table, a.table, a.query, segment.keyValue, g.attended,
                g.attentionStatistics, g.keyValue, a.rowCount, a.rowsPerSequence, a.rowsPerSequence, heads,
                keyValueHeads, attention.headSize()));
        turnBack(launches, g.query, attention.querySize(), heads);
        turnBack(launches, g.keyValue, 2 * attention.keyValueSize(), keyValueHeads);
        launches.addAll(weights.query().back(gradients.query(), input, g.query, inputGradient, layer, a.rowCount,
                accumulate));
        launches.addAll(weights.keyValue().back(gradients.keyValue(), input, g.keyValue, inputGradient, layer,
                a.rowCount, true));
    }

    /** The gradient of a rotation is the rotation by the opposite angle. */
    private void turnBack(List<Launch> launches, FloatArray rows, int rowSize, int numHeads) {
        config.positions().rotary().ifPresent(rotary -> launches.add(RotaryEmbedding.launch(a.table,
                rotationBack.orElseThrow(), rows, a.rowCount, rowSize, numHeads, attention.headSize(),
                rotary.pairs())));
    }

    private Launch norm(NormWeights norm, FloatArray input, FloatArray output) {
        return norm.launch(input, output, layer, a.rowCount, config.hiddenSize(), config.norms().epsilon());
    }

    private List<Launch> back(NormWeights norm, NormWeights sums, FloatArray input, FloatArray outputGradient,
            FloatArray inputGradient, boolean accumulate) {
        return norm.back(sums, input, outputGradient, inputGradient, g.normStatistics, layer, a.rowCount,
                config.hiddenSize(), config.norms().epsilon(), accumulate);
    }
}
