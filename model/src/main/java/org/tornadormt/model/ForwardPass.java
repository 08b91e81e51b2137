package org.tornadormt.model;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.LayerCursor;
import org.tornadormt.kernels.MemoryRead;
import org.tornadormt.kernels.PositionEmbedding;
import org.tornadormt.kernels.RowLookup;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.model.weights.EmbeddingWeights;
import org.tornadormt.model.weights.NormWeights;
import org.tornadormt.model.weights.OutputWeights;
import org.tornadormt.model.weights.TransformerWeights;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The forward pass of one segment, as launches of kernels: {@link #embed()} once, {@link #layer()} once for each layer
 * but the last, {@link #lastKeysAndValues()} once. The rest of the last layer is for those who read its result:
 * {@link #read} computes it for their rows alone, {@link #head} gives the logits of these. The residual stream is
 * {@code x}; what happens to it in a layer is a {@link Block}.
 */
final class ForwardPass {
    private final TransformerConfig config;
    private final TransformerWeights weights;
    private final Recurrence recurrence;
    private final SegmentArrays segment;
    private final BlockPart.Keeper keeper;
    private final Block block;

    /**
     * A forward pass.
     *
     * @param recurrence memory and key-value cache, which outlive the pass
     * @param segment the arrays that the pass works in
     */
    ForwardPass(TransformerConfig config, TransformerWeights weights, Recurrence recurrence, SegmentArrays segment) {
        this(config, weights, recurrence, segment, BlockPart.Keeper.NONE);
    }

    /**
     * A forward pass whose gradient will be computed.
     *
     * @param keeper is told of the values that the gradient needs
     */
    ForwardPass(TransformerConfig config, TransformerWeights weights, Recurrence recurrence, SegmentArrays segment,
            BlockPart.Keeper keeper) {
        this.config = config;
        this.weights = weights;
        this.recurrence = recurrence;
        this.segment = segment;
        this.keeper = keeper;
        block = new Block(config, weights.blocks(), recurrence, keeper);
    }

    /** Memory read and embeddings: {@code x = E(token) or memory vector, + position}. Begins with the first layer. */
    List<Launch> embed() {
        List<Launch> launches = new ArrayList<>(List.of(table()));
        launches.addAll(embedRows());
        return launches;
    }

    /** What the rows are, from the host. */
    Launch table() {
        return CopyArray.launch(segment.tableIn.values(), segment.rows.table);
    }

    /** The same as {@link #embed} without that, for several passes over the same rows. */
    List<Launch> embedRows() {
        RowArrays a = segment.rows;
        EmbeddingWeights e = weights.embeddings();
        FloatArray target = e.norm().isPresent() ? a.y : a.x;
        FloatArray words = e.projection().isPresent() ? a.features : target;
        List<Launch> launches = new ArrayList<>();
        launches.add(LayerCursor.rewind(recurrence.layer()));
        launches.add(RowLookup.launch(a.table, e.words().values(), words, a.rowCount, config.embeddingSize(),
                e.words().first(), e.words().panelWidth()));
        if (recurrence.numMemTokens() > 0) {
            launches.add(MemoryRead.launch(a.table, recurrence.memory(), words, a.rowCount, a.rowsPerSequence,
                    recurrence.numMemTokens(), config.embeddingSize()));
        }
        e.projection().ifPresent(map -> launches.add(map.launch(words, target, recurrence.onlyLayer(), a.rowCount)));
        e.positions().ifPresent(table -> launches.add(
                PositionEmbedding.launch(a.table, table, target, a.rowCount, config.hiddenSize())));
        e.norm().ifPresent(norm -> {
            keeper.keep(launches, BlockPart.EMBEDDED, target);
            launches.add(norm(norm, a, target, a.x));
        });
        return launches;
    }

    /** One block; which one is in the layer cursor. */
    List<Launch> layer() {
        List<Launch> launches = new ArrayList<>();
        FloatArray input = block.attentionInput(launches, segment.rows);
        block.keysAndValues(launches, segment, input);
        block.queriesAndFeedForward(launches, segment.rows, input);
        launches.add(LayerCursor.advance(recurrence.layer()));
        return launches;
    }

    /** What other rows see of each row in the last block. */
    List<Launch> lastKeysAndValues() {
        List<Launch> launches = new ArrayList<>();
        block.keysAndValues(launches, segment, block.attentionInput(launches, segment.rows));
        return launches;
    }

    /** The last block of the rows that {@code reader} names; their last states are in {@link RowArrays#features}. */
    List<Launch> read(RowArrays reader) {
        OutputWeights o = weights.output();
        List<Launch> launches = new ArrayList<>();
        launches.add(RowLookup.launch(reader.table, segment.rows.x, reader.x, reader.rowCount, config.hiddenSize()));
        block.queriesAndFeedForward(launches, reader, block.attentionInput(launches, reader));
        launches.add(o.finalNorm().map(norm -> norm(norm, reader, reader.x, reader.y))
                .orElseGet(() -> CopyArray.launch(reader.x, reader.y)));
        o.projection().ifPresent(map -> launches.add(
                map.launch(reader.y, reader.features, recurrence.onlyLayer(), reader.rowCount)));
        return launches;
    }

    /** Logits of rows that were read. */
    List<Launch> head(HeadArrays h) {
        OutputWeights o = weights.output();
        List<Launch> launches = new ArrayList<>();
        int count = h.rows.rowCount;
        o.pooler().ifPresent(map -> {
            Activation.Kind activation = config.output().poolerActivation().orElseThrow();
            launches.add(map.launch(h.rows.features, h.pooled, recurrence.onlyLayer(), count));
            launches.add(Activation.launch(activation, h.pooled, count * map.outFeatures()));
        });
        FloatArray features = o.pooler().isPresent() ? h.pooled : h.rows.features;
        launches.add(o.head().launch(features, h.logits, recurrence.onlyLayer(), count));
        return launches;
    }

    private Launch norm(NormWeights norm, RowArrays a, FloatArray input, FloatArray output) {
        return norm.launch(input, output, recurrence.onlyLayer(), a.rowCount, config.hiddenSize(),
                config.norms().epsilon());
    }
}
