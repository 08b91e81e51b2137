package org.tornadormt.model;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.Attention;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.GatherRows;
import org.tornadormt.kernels.KeyValueWrite;
import org.tornadormt.kernels.LayerCursor;
import org.tornadormt.kernels.LayerNorm;
import org.tornadormt.kernels.Linear;
import org.tornadormt.kernels.MemoryRead;
import org.tornadormt.kernels.PositionEmbedding;
import org.tornadormt.kernels.ResidualAdd;
import org.tornadormt.kernels.TokenEmbedding;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.model.weights.LinearWeights;
import org.tornadormt.model.weights.NormWeights;
import org.tornadormt.model.weights.TransformerWeights;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The forward pass of one segment, as launches of kernels: {@link #embed()} once, {@link #layer()} once for each layer,
 * {@link #finish()} once, then {@link #head} where logits are wanted. The residual stream is {@code x}.
 */
final class ForwardPass {
    private final TransformerConfig config;
    private final TransformerWeights weights;
    private final Recurrence recurrence;
    private final Activations a;

    /**
     * A forward pass.
     *
     * @param recurrence memory and key-value cache, which outlive the pass
     * @param activations the arrays that the pass works in
     */
    ForwardPass(TransformerConfig config, TransformerWeights weights, Recurrence recurrence, Activations activations) {
        this.config = config;
        this.weights = weights;
        this.recurrence = recurrence;
        this.a = activations;
    }

    /** Memory read and embeddings: {@code x = E(token) or memory vector, + position}. */
    List<Launch> embed() {
        int hidden = config.hiddenSize();
        FloatArray target = config.embeddingNorm() ? a.y : a.x;
        List<Launch> launches = new ArrayList<>();
        launches.add(CopyArray.launch(a.rowsIn.values(), a.rows));
        launches.add(TokenEmbedding.launch(a.rows, weights.wordEmbedding(), target, a.rowCount, hidden));
        if (recurrence.numMemTokens() > 0) {
            launches.add(MemoryRead.launch(a.rows, recurrence.memory(), target, a.rowCount, a.rowsPerSequence,
                    recurrence.numMemTokens(), hidden));
        }
        launches.add(PositionEmbedding.launch(a.rows, weights.positionEmbedding(), target, a.rowCount, hidden));
        weights.embeddingNorm().ifPresent(norm -> launches.add(norm(norm, a.y, a.x, a.onlyLayer)));
        return launches;
    }

    /** One block; which one is in the layer cursor. */
    List<Launch> layer() {
        IntArray layer = recurrence.layer();
        List<Launch> launches = new ArrayList<>();
        switch (config.normPlacement()) {
            case BEFORE -> {
                launches.add(norm(weights.attentionNorm(), a.x, a.y, layer));
                attention(launches, a.y);
                launches.add(residual(a.x));
                launches.add(norm(weights.feedForwardNorm(), a.x, a.y, layer));
                feedForward(launches, a.y);
                launches.add(residual(a.x));
            }
            case AFTER -> {
                attention(launches, a.x);
                launches.add(residual(a.x));
                launches.add(norm(weights.attentionNorm(), a.x, a.y, layer));
                feedForward(launches, a.y);
                launches.add(residual(a.y));
                launches.add(norm(weights.feedForwardNorm(), a.y, a.x, layer));
            }
        }
        launches.add(LayerCursor.advance(layer));
        return launches;
    }

    /** The last hidden states, in {@link Activations#hidden}, and the layer cursor back to the first layer. */
    List<Launch> finish() {
        List<Launch> launches = new ArrayList<>(List.of(LayerCursor.rewind(recurrence.layer())));
        launches.add(weights.finalNorm().map(norm -> norm(norm, a.x, a.hidden, a.onlyLayer))
                .orElseGet(() -> CopyArray.launch(a.x, a.hidden)));
        return launches;
    }

    /** Logits of the rows that were asked for. */
    List<Launch> head(HeadArrays h) {
        int hidden = config.hiddenSize();
        List<Launch> launches = new ArrayList<>();
        launches.add(GatherRows.launch(a.hidden, h.askedIn, h.gathered, h.count, hidden));
        FloatArray features = h.gathered;
        if (weights.pooler().isPresent()) {
            launches.add(linear(weights.pooler().get(), h.gathered, h.pooled, a.onlyLayer, h.count));
            launches.add(Activation.launch(Activation.Kind.TANH, h.pooled, h.count * hidden));
            features = h.pooled;
        }
        launches.add(linear(weights.head(), features, h.logits, a.onlyLayer, h.count));
        return launches;
    }

    private void attention(List<Launch> launches, FloatArray input) {
        IntArray layer = recurrence.layer();
        launches.add(linear(weights.queryKeyValue(), input, a.queryKeyValue, layer, a.rowCount));
        launches.add(KeyValueWrite.launch(a.rows, a.queryKeyValue, recurrence.keys(), recurrence.values(), layer,
                a.rowCount, a.rowsPerSequence, recurrence.cacheSlots(), config.hiddenSize(),
                recurrence.layerStride()));
        launches.add(Attention.launch(a.rows, a.queryKeyValue, recurrence.keys(), recurrence.values(), a.attended,
                layer, a.rowCount, a.rowsPerSequence, recurrence.cacheSlots(), config.numAttentionHeads(),
                config.headSize(), recurrence.layerStride()));
        launches.add(linear(weights.attentionOutput(), a.attended, a.update, layer, a.rowCount));
    }

    private void feedForward(List<Launch> launches, FloatArray input) {
        IntArray layer = recurrence.layer();
        launches.add(linear(weights.up(), input, a.intermediate, layer, a.rowCount));
        launches.add(Activation.launch(config.activation(), a.intermediate, a.rowCount * config.intermediateSize()));
        launches.add(linear(weights.down(), a.intermediate, a.update, layer, a.rowCount));
    }

    private Launch residual(FloatArray stream) {
        return ResidualAdd.launch(stream, a.update, a.rowCount * config.hiddenSize());
    }

    private Launch norm(NormWeights norm, FloatArray input, FloatArray output, IntArray layer) {
        return LayerNorm.launch(input, norm.weight(), norm.bias(), output, layer, a.rowCount, config.hiddenSize(),
                config.layerNormEpsilon());
    }

    private static Launch linear(LinearWeights map, FloatArray input, FloatArray output, IntArray layer, int rows) {
        return Linear.launch(input, map.weight(), map.bias(), output, layer, rows, map.inFeatures(),
                map.outFeatures());
    }
}
