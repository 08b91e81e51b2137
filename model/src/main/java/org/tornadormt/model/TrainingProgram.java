package org.tornadormt.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.LayerCursor;
import org.tornadormt.kernels.MemoryRead;
import org.tornadormt.kernels.RowLookup;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.gradient.ActivationGradient;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.kernels.gradient.Fill;
import org.tornadormt.kernels.gradient.MemoryReadGradient;
import org.tornadormt.kernels.gradient.MemoryWriteGradient;
import org.tornadormt.kernels.gradient.PositionEmbeddingGradient;
import org.tornadormt.kernels.gradient.RowLookupGradient;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.model.weights.EmbeddingWeights;
import org.tornadormt.model.weights.LinearWeights;
import org.tornadormt.model.weights.NormWeights;
import org.tornadormt.model.weights.OutputWeights;
import org.tornadormt.model.weights.TransformerWeights;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * What training does with a segment, as one program: read it for its memory alone, or read it, keep what the gradient
 * needs, and go back from the loss and from the gradient of the next memory to that of the memory it began with.
 */
final class TrainingProgram {
    static final String RESTORE = "memoryRestore";
    static final String EXPORT = "memoryExport";
    static final String TABLE = "table";
    static final String EMBED = "embed";
    static final String LAYER = "layer";
    static final String LAST_KEYS_AND_VALUES = "lastKeysAndValues";
    static final String WRITE = "memoryWrite";
    static final String KEPT_EMBED = "keptEmbed";
    static final String KEPT_LAYER = "keptLayer";
    static final String LOSS = "loss";
    static final String LAYER_BACK = "layerBack";
    static final String EMBED_BACK = "embedBack";
    static final String ZERO = "zeroGradients";
    static final String FETCH_WEIGHTS = "fetchWeights";
    static final String FETCH_GRADIENTS = "fetchGradients";

    final MemoryStages memory;
    final SegmentArrays segment;
    /** The rows of the segment that are tokens, without those of padding, whose word vectors get no gradient. */
    final RowTable wordsIn;
    /** Rows whose logits have a label, as the host writes them. */
    final RowTable labelledIn;
    /** Label of each of them, {@code [labels]}. */
    final IntArray labelsIn;
    /** Factor of every term of the loss, {@code [1]}. */
    final FloatArray scaleIn;
    /** Rows that write the memory, of the pass that goes back. */
    final RowTable writersIn;
    /** Gradient of the memory after the segment, {@code [sequences, numMemTokens, embeddingSize]}. */
    final FloatArray memoryGradientIn;
    /** Gradient of the memory before it. */
    final FloatArray memoryGradientOut;
    /** Loss of each labelled row, {@code [labels]}. */
    final FloatArray lossOut;
    /** Whether its largest logit was the label's, {@code [labels]}. */
    final IntArray hitOut;
    /** What was recorded; an optimizer adds stages of its own, since programs share no arrays on a device. */
    final Program.Builder program;

    private final TransformerConfig config;
    private final TransformerWeights weights;
    private final TransformerWeights gradients;
    private final Recurrence recurrence;
    private final RowArrays a;
    private final GradientArrays g;
    private final FloatArray lastStates;
    private final FloatArray memoryGradient;
    private final BlockStash stash;

    /**
     * Records the program.
     *
     * @param weights what is trained
     * @param gradients where their gradients are summed up
     * @param labels rows of logits of a sequence that have a label at most
     */
    TrainingProgram(RmtModel model, TransformerWeights weights, TransformerWeights gradients, int sequences,
            int maxTokens, int labels) {
        this.weights = weights;
        this.gradients = gradients;
        config = model.config();
        int rows = model.layout().rows(maxTokens);
        recurrence = Recurrence.allocate(config, model.numMemTokens(), sequences, rows, false);
        memory = new MemoryStages(config, recurrence, sequences);
        segment = new SegmentArrays(config, sequences, rows);
        a = segment.rows;
        g = new GradientArrays(config, a.rowCount);
        lastStates = Zeros.floats(a.rowCount, config.hiddenSize());
        int vectors = sequences * model.numMemTokens();
        wordsIn = new RowTable(a.rowCount);
        labelledIn = new RowTable(sequences * labels);
        labelsIn = Zeros.ints(sequences * labels);
        scaleIn = Zeros.floats(1, 1);
        writersIn = new RowTable(vectors);
        memoryGradient = Zeros.floats(Math.max(1, vectors), config.embeddingSize());
        memoryGradientIn = Zeros.floats(Math.max(1, vectors), config.embeddingSize());
        memoryGradientOut = Zeros.floats(Math.max(1, vectors), config.embeddingSize());
        lossOut = Zeros.floats(sequences * labels, 1);
        hitOut = Zeros.ints(sequences * labels);
        stash = new BlockStash(config.numLayers(), recurrence.layer());
        program = record(model.numMemTokens() > 0);
    }

    private Program.Builder record(boolean withMemory) {
        ForwardPass reading = new ForwardPass(config, weights, recurrence, segment);
        ForwardPass kept = new ForwardPass(config, weights, recurrence, segment, stash);
        BackwardBlock block = new BackwardBlock(config, weights.blocks(), gradients.blocks(), recurrence, segment,
                stash, g);
        List<Launch> layerBack = new ArrayList<>(List.of(LayerCursor.retreat(recurrence.layer())));
        Program.Builder builder = Program.named("training").stage(TABLE, List.of(reading.table()))
                .stage(EMBED, reading.embedRows())
                .stage(LAYER, reading.layer()).stage(LAST_KEYS_AND_VALUES, reading.lastKeysAndValues())
                .stage(KEPT_EMBED, kept.embedRows()).stage(KEPT_LAYER, kept.layer()).stage(LOSS, loss(withMemory));
        layerBack.addAll(block.layer());
        builder.stage(LAYER_BACK, layerBack).stage(EMBED_BACK, embedBack(withMemory))
                .stage(ZERO, gradients.arrays().distinct().map(Fill::zero).toList())
                .fetch(FETCH_WEIGHTS, List.copyOf(weights.parameters().arrays()))
                .fetch(FETCH_GRADIENTS, List.copyOf(gradients.parameters().arrays()));
        builder.inputs(segment.tableIn.values(), wordsIn.values(), labelledIn.values(), labelsIn, scaleIn,
                memoryGradientIn);
        builder.outputs(lossOut, hitOut, memoryGradientOut);
        if (withMemory) {
            builder.stage(RESTORE, memory.restore()).stage(WRITE, memory.write(reading)).stage(EXPORT, memory.export());
            builder.inputs(memory.memoryIn, memory.chosenIn, memory.writersIn.values(), memory.segmentIn,
                    writersIn.values());
            builder.outputs(memory.memoryOut, memory.firstBadOut);
        }
        return builder;
    }

    /** Last states, logits and loss, and back to the residual stream behind the last block. */
    private List<Launch> loss(boolean withMemory) {
        OutputWeights o = weights.output();
        OutputWeights back = gradients.output();
        IntArray once = recurrence.onlyLayer();
        int width = config.embeddingSize();
        int count = labelsIn.getSize();
        FloatArray features = Zeros.floats(count, width);
        FloatArray featuresGradient = Zeros.floats(count, width);
        FloatArray logits = Zeros.floats(count, config.numOutputs());
        List<Launch> launches = new ArrayList<>();
        launches.add(CopyArray.launch(a.x, lastStates));
        launches.add(o.finalNorm().map(norm -> norm.launch(a.x, a.y, once, a.rowCount, config.hiddenSize(),
                config.norms().epsilon())).orElseGet(() -> CopyArray.launch(a.x, a.y)));
        o.projection().ifPresent(map -> launches.add(map.launch(a.y, a.features, once, a.rowCount)));
        launches.add(RowLookup.launch(labelledIn.values(), a.features, features, count, width));
        FloatArray headInput = features;
        Optional<Pooling> pooling = o.pooler().map(map -> new Pooling(map, count));
        if (pooling.isPresent()) {
            headInput = pooling.get().activated;
            launches.addAll(pooling.get().forward(features));
        }
        launches.add(o.head().launch(headInput, logits, once, count));
        launches.add(CrossEntropy.launch(logits, labelsIn, scaleIn, logits, lossOut, hitOut, count,
                config.numOutputs()));
        launches.addAll(o.head().back(back.head(), headInput, logits,
                pooling.map(pooler -> pooler.gradient).orElse(featuresGradient), once, count, false));
        pooling.ifPresent(pooler -> launches.addAll(
                pooler.back(back.pooler().orElseThrow(), features, featuresGradient)));
        launches.add(Fill.zero(g.features));
        launches.add(RowLookupGradient.launch(labelledIn.values(), featuresGradient, g.features, count, width));
        launches.add(CopyArray.launch(memoryGradientIn, memoryGradient));
        if (withMemory) {
            FloatArray writersGradient = Zeros.floats(memoryGradient.getSize(), 1);
            int vectors = memoryGradient.getSize() / width;
            launches.add(MemoryWriteGradient.launch(writersIn.values(), memoryGradient, writersGradient, vectors,
                    width));
            launches.add(RowLookupGradient.launch(writersIn.values(), writersGradient, g.features, vectors, width));
        }
        FloatArray statesGradient = o.projection().isPresent() ? g.y : g.features;
        o.projection().ifPresent(map -> launches.addAll(
                map.back(back.projection().orElseThrow(), a.y, g.features, g.y, once, a.rowCount, false)));
        if (o.finalNorm().isPresent()) {
            launches.addAll(back(o.finalNorm().get(), back.finalNorm().orElseThrow(), lastStates, statesGradient, g.x));
        } else {
            launches.add(CopyArray.launch(statesGradient, g.x));
        }
        return launches;
    }

    /** The pooler of a classifier and its activation, there and back. */
    private final class Pooling {
        private final LinearWeights map;
        private final int count;
        private final FloatArray before;
        private final FloatArray activated;
        private final FloatArray gradient;
        private final Activation.Kind kind = config.output().poolerActivation().orElseThrow();

        Pooling(LinearWeights map, int count) {
            this.map = map;
            this.count = count;
            before = Zeros.floats(count, map.outFeatures());
            activated = Zeros.floats(count, map.outFeatures());
            gradient = Zeros.floats(count, map.outFeatures());
        }

        List<Launch> forward(FloatArray features) {
            return List.of(map.launch(features, before, recurrence.onlyLayer(), count),
                    CopyArray.launch(before, activated), Activation.launch(kind, activated, activated.getSize()));
        }

        List<Launch> back(LinearWeights sums, FloatArray features, FloatArray featuresGradient) {
            List<Launch> launches = new ArrayList<>();
            launches.add(ActivationGradient.launch(kind, before, gradient, gradient.getSize()));
            launches.addAll(map.back(sums, features, gradient, featuresGradient, recurrence.onlyLayer(), count,
                    false));
            return launches;
        }
    }

    /** From the residual stream in front of the first block to words, positions and the memory before. */
    private List<Launch> embedBack(boolean withMemory) {
        EmbeddingWeights e = weights.embeddings();
        EmbeddingWeights back = gradients.embeddings();
        int width = config.embeddingSize();
        List<Launch> launches = new ArrayList<>();
        FloatArray stream = e.norm().isPresent() ? g.y : g.x;
        e.norm().ifPresent(norm -> {
            launches.add(stash.load(BlockPart.EMBEDDED, a.x));
            launches.addAll(back(norm, back.norm().orElseThrow(), a.x, g.x, g.y));
        });
        back.positions().ifPresent(table -> launches.add(
                PositionEmbeddingGradient.launch(a.table, stream, table, a.rowCount, config.hiddenSize())));
        FloatArray words = e.projection().isPresent() ? g.features : stream;
        e.projection().ifPresent(map -> {
            launches.add(RowLookup.launch(a.table, e.words().values().float32(), a.features, a.rowCount, width));
            if (withMemory) {
                launches.add(MemoryRead.launch(a.table, recurrence.memory(), a.features, a.rowCount,
                        a.rowsPerSequence, recurrence.numMemTokens(), width));
            }
            launches.addAll(map.back(back.projection().orElseThrow(), a.features, stream, g.features,
                    recurrence.onlyLayer(), a.rowCount, false));
        });
        launches.add(
                RowLookupGradient.launch(wordsIn.values(), words, back.words().values().float32(), a.rowCount, width));
        if (withMemory) {
            launches.add(MemoryReadGradient.launch(a.table, words, memoryGradient, memoryGradient.getSize() / width,
                    a.rowsPerSequence, recurrence.numMemTokens(), width));
        }
        launches.add(CopyArray.launch(memoryGradient, memoryGradientOut));
        return launches;
    }

    private List<Launch> back(NormWeights norm, NormWeights sums, FloatArray input, FloatArray outputGradient,
            FloatArray inputGradient) {
        return norm.back(sums, input, outputGradient, inputGradient, g.normStatistics, recurrence.onlyLayer(),
                a.rowCount, config.hiddenSize(), config.norms().epsilon(), false);
    }
}
