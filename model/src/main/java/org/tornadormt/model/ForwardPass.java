package org.tornadormt.model;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.Attention;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.KeyValueWrite;
import org.tornadormt.kernels.LayerCursor;
import org.tornadormt.kernels.LayerNorm;
import org.tornadormt.kernels.Linear;
import org.tornadormt.kernels.MemoryRead;
import org.tornadormt.kernels.PositionEmbedding;
import org.tornadormt.kernels.ResidualAdd;
import org.tornadormt.kernels.RowLookup;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.model.weights.LinearWeights;
import org.tornadormt.model.weights.NormWeights;
import org.tornadormt.model.weights.TransformerWeights;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The forward pass of one segment, as launches of kernels: {@link #embed()} once, {@link #layer()} once for each layer
 * but the last, {@link #lastKeysAndValues()} once. The rest of the last layer is for those who read its result:
 * {@link #read} computes it for their rows alone, {@link #head} gives the logits of these. The residual stream is
 * {@code x}.
 */
final class ForwardPass {
    private final TransformerConfig config;
    private final TransformerWeights weights;
    private final Recurrence recurrence;
    private final SegmentArrays segment;

    /**
     * A forward pass.
     *
     * @param recurrence memory and key-value cache, which outlive the pass
     * @param segment the arrays that the pass works in
     */
    ForwardPass(TransformerConfig config, TransformerWeights weights, Recurrence recurrence, SegmentArrays segment) {
        this.config = config;
        this.weights = weights;
        this.recurrence = recurrence;
        this.segment = segment;
    }

    /** Memory read and embeddings: {@code x = E(token) or memory vector, + position}. Begins with the first layer. */
    List<Launch> embed() {
        RowArrays a = segment.rows;
        int hidden = config.hiddenSize();
        FloatArray target = config.embeddingNorm() ? a.y : a.x;
        List<Launch> launches = new ArrayList<>();
        launches.add(LayerCursor.rewind(recurrence.layer()));
        launches.add(CopyArray.launch(segment.tableIn.values(), a.table));
        launches.add(RowLookup.launch(a.table, weights.wordEmbedding(), target, a.rowCount, hidden));
        if (recurrence.numMemTokens() > 0) {
            launches.add(MemoryRead.launch(a.table, recurrence.memory(), target, a.rowCount, a.rowsPerSequence,
                    recurrence.numMemTokens(), hidden));
        }
        launches.add(PositionEmbedding.launch(a.table, weights.positionEmbedding(), target, a.rowCount, hidden));
        weights.embeddingNorm().ifPresent(norm -> launches.add(norm(norm, a, a.y, a.x, recurrence.onlyLayer())));
        return launches;
    }

    /** One block; which one is in the layer cursor. */
    List<Launch> layer() {
        List<Launch> launches = new ArrayList<>();
        FloatArray input = attentionInput(launches, segment.rows);
        keysAndValues(launches, input);
        queriesAndFeedForward(launches, segment.rows, input);
        launches.add(LayerCursor.advance(recurrence.layer()));
        return launches;
    }

    /** What other rows see of each row in the last block. */
    List<Launch> lastKeysAndValues() {
        List<Launch> launches = new ArrayList<>();
        keysAndValues(launches, attentionInput(launches, segment.rows));
        return launches;
    }

    /** The last block of the rows that {@code reader} names; their last hidden states are in {@link RowArrays#y}. */
    List<Launch> read(RowArrays reader) {
        List<Launch> launches = new ArrayList<>();
        launches.add(RowLookup.launch(reader.table, segment.rows.x, reader.x, reader.rowCount, config.hiddenSize()));
        queriesAndFeedForward(launches, reader, attentionInput(launches, reader));
        launches.add(weights.finalNorm().map(norm -> norm(norm, reader, reader.x, reader.y, recurrence.onlyLayer()))
                .orElseGet(() -> CopyArray.launch(reader.x, reader.y)));
        return launches;
    }

    /** Logits of rows that were read. */
    List<Launch> head(HeadArrays h) {
        List<Launch> launches = new ArrayList<>();
        int count = h.rows.rowCount;
        FloatArray features = h.rows.y;
        if (weights.pooler().isPresent()) {
            launches.add(linear(weights.pooler().get(), features, h.pooled, recurrence.onlyLayer(), count));
            launches.add(Activation.launch(Activation.Kind.TANH, h.pooled, count * config.hiddenSize()));
            features = h.pooled;
        }
        launches.add(linear(weights.head(), features, h.logits, recurrence.onlyLayer(), count));
        return launches;
    }

    private FloatArray attentionInput(List<Launch> launches, RowArrays a) {
        if (config.normPlacement() == TransformerConfig.NormPlacement.AFTER) {
            return a.x;
        }
        launches.add(norm(weights.attentionNorm(), a, a.x, a.y, recurrence.layer()));
        return a.y;
    }

    private void keysAndValues(List<Launch> launches, FloatArray input) {
        RowArrays a = segment.rows;
        launches.add(linear(weights.keyValue(), input, segment.keyValue, recurrence.layer(), a.rowCount));
        launches.add(KeyValueWrite.launch(a.table, segment.keyValue, recurrence.keys(), recurrence.values(),
                recurrence.layer(), a.rowCount, a.rowsPerSequence, recurrence.cacheSlots(), config.hiddenSize(),
                recurrence.layerStride()));
    }

    private void queriesAndFeedForward(List<Launch> launches, RowArrays a, FloatArray input) {
        IntArray layer = recurrence.layer();
        launches.add(linear(weights.query(), input, a.query, layer, a.rowCount));
        launches.add(Attention.launch(a.table, a.query, recurrence.keys(), recurrence.values(), a.attended, layer,
                a.rowCount, a.rowsPerSequence, recurrence.cacheSlots(), config.numAttentionHeads(), config.headSize(),
                recurrence.layerStride()));
        launches.add(linear(weights.attentionOutput(), a.attended, a.update, layer, a.rowCount));
        launches.add(residual(a, a.x));
        switch (config.normPlacement()) {
            case BEFORE -> {
                launches.add(norm(weights.feedForwardNorm(), a, a.x, a.y, layer));
                feedForward(launches, a);
                launches.add(residual(a, a.x));
            }
            case AFTER -> {
                launches.add(norm(weights.attentionNorm(), a, a.x, a.y, layer));
                feedForward(launches, a);
                launches.add(residual(a, a.y));
                launches.add(norm(weights.feedForwardNorm(), a, a.y, a.x, layer));
            }
        }
    }

    private void feedForward(List<Launch> launches, RowArrays a) {
        IntArray layer = recurrence.layer();
        launches.add(linear(weights.up(), a.y, a.intermediate, layer, a.rowCount));
        launches.add(Activation.launch(config.activation(), a.intermediate, a.rowCount * config.intermediateSize()));
        launches.add(linear(weights.down(), a.intermediate, a.update, layer, a.rowCount));
    }

    private Launch residual(RowArrays a, FloatArray stream) {
        return ResidualAdd.launch(stream, a.update, a.rowCount * config.hiddenSize());
    }

    private Launch norm(NormWeights norm, RowArrays a, FloatArray input, FloatArray output, IntArray layer) {
        return LayerNorm.launch(input, norm.weight(), norm.bias(), output, layer, a.rowCount, config.hiddenSize(),
                config.layerNormEpsilon());
    }

    private static Launch linear(LinearWeights map, FloatArray input, FloatArray output, IntArray layer, int rows) {
        return Linear.launch(input, map.weight(), map.bias(), output, layer, rows, map.inFeatures(),
                map.outFeatures());
    }
}
