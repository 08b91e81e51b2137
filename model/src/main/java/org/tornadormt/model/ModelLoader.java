package org.tornadormt.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.checkpoints.folders.CheckpointFolder;
import org.tornadormt.checkpoints.folders.RmtCheckpoint;
import org.tornadormt.checkpoints.folders.RmtVariant;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.model.TransformerConfig.AttentionMask;
import org.tornadormt.model.family.Family;
import org.tornadormt.model.family.ParameterNames;
import org.tornadormt.model.segment.DecoderLayout;
import org.tornadormt.model.segment.EncoderLayout;
import org.tornadormt.model.segment.Profile;
import org.tornadormt.model.segment.SegmentLayout;
import org.tornadormt.model.segment.SpecialTokens;
import org.tornadormt.model.weights.TransformerWeights;
import org.tornadormt.model.weights.WeightLoader;
import org.tornadormt.model.weights.WeightMatrix;

/** Puts a model together from a folder: configuration, weights, memory, layout of a segment. */
final class ModelLoader {
    /** Deviation of the memory rows that are added to an encoder's vocabulary, as all its embeddings start. */
    private static final double ENCODER_MEMORY_DEVIATION = 0.02;

    /** Tokens of a segment if nothing says how many: models of rotary positions have room for far more than is useful. */
    private static final int LARGEST_DEFAULT_SEGMENT = 1024;

    private ModelLoader() {}

    static RmtModel load(Path path, LoadOptions options) {
        try (CheckpointFolder folder = CheckpointFolder.open(path, options.ignoredOptions())) {
            RmtCheckpoint checkpoint = RmtCheckpoint.of(folder.tensors());
            ModelConfig json = folder.config();
            Family family = Family.of(json);
            TransformerConfig stored = family.config(json, checkpoint.backbone());
            ParameterNames names = family.names(json, checkpoint.backbone());
            int savedMemory = checkpoint.memory().map(tensor -> (int) (long) tensor.shape().getFirst()).orElse(0);
            int extraRows = checkpoint.variant() == RmtVariant.ENCODER ? savedMemory : 0;
            TransformerConfig config = withVocabularyOf(stored,
                    checkpoint.backbone().tensor(names.embeddings().words()), extraRows);
            json.requireAllKnown(family.ignoredOptions());

            int numMemTokens = numMemTokens(folder, checkpoint, savedMemory, options);
            SegmentLayout layout = config.attentionMask() == AttentionMask.CAUSAL
                    ? new DecoderLayout(numMemTokens, profile(folder, checkpoint.variant(), options))
                    : SpecialTokens.find(folder, checkpoint, family.specialTokens()).encoderLayout(numMemTokens,
                            config.vocabularySize());
            if (options.profile().isPresent() && !(layout instanceof DecoderLayout)) {
                throw new ModelException("--profile-name " + options.profile().get().text() + ": the model is an"
                        + " encoder, and the segments of all encoders are numbered alike; leave the option out");
            }
            MemoryConfig memoryConfig = memoryConfig(folder, checkpoint.variant(), config, layout, options);
            // Before the weights: the memory of an encoder is a part of its table of words, which is read once.
            Optional<InitialMemory> trained = trainedMemory(checkpoint, config, numMemTokens);
            TransformerWeights weights = WeightLoader.load(checkpoint, names, family.ignoredTensors(), config,
                    options.weights(), extraRows);
            InitialMemory memory = trained.orElseGet(
                    () -> randomMemory(config, numMemTokens, weights.embeddings().words(), options.seed()));
            return new RmtModel(path, json.modelType(), checkpoint.variant(), config, memoryConfig, layout, weights,
                    memory, folder.tokenizerFile());
        }
    }

    /**
     * The vocabulary without the memory rows. The configuration of an encoder with memory may count them or not: it
     * depends on whether it was saved after the table was made longer.
     */
    private static TransformerConfig withVocabularyOf(TransformerConfig c, Tensor wordEmbedding, int extraRows) {
        if (extraRows == 0 || wordEmbedding.shape().getFirst() != c.vocabularySize()) {
            return c;
        }
        return c.withVocabularySize(c.vocabularySize() - extraRows);
    }

    /** Tensor names tell the one implementation that numbers positions differently from all others. */
    private static Profile profile(CheckpointFolder folder, RmtVariant variant, LoadOptions options) {
        Profile ofNames = variant == RmtVariant.RECURRENT_WRAPPER ? Profile.KOTSHINZ : Profile.REFERENCE;
        Profile usual = folder.rmtConfig().filter(saved -> !saved.memAtEnd()).map(_ -> Profile.FRONT).orElse(ofNames);
        return options.profile().orElse(usual);
    }

    private static int numMemTokens(CheckpointFolder folder, RmtCheckpoint checkpoint, int saved, LoadOptions options) {
        boolean trained = checkpoint.memory().isPresent();
        int configured = folder.rmtConfig().map(RmtConfig::numMemTokens).orElse(saved);
        if (trained && configured != saved) {
            throw new ModelException(folder.path() + ": its configuration says " + configured
                    + " memory tokens (num_mem_tokens), its tensors have " + saved);
        }
        int wanted = options.numMemTokens().orElse(configured);
        if (trained && wanted != 0 && wanted != saved) {
            throw new ModelException("--mem-tokens " + wanted + ": the checkpoint was trained with " + saved
                    + " memory tokens; leave the option out, or give 0 to run without memory");
        }
        return wanted;
    }

    private static MemoryConfig memoryConfig(CheckpointFolder folder, RmtVariant variant, TransformerConfig config,
            SegmentLayout layout, LoadOptions options) {
        Optional<RmtConfig> saved = folder.rmtConfig();
        int most = config.maxPositions() - layout.rows(0);
        if (layout.numMemTokens() >= config.maxPositions() || most < 1) {
            throw new ModelException(layout.numMemTokens() + " memory tokens leave none of the model's "
                    + config.maxPositions() + " positions for the text; use fewer --mem-tokens");
        }
        int segmentSize = options.segmentSize()
                .orElseGet(() -> saved.map(RmtConfig::segmentSize).orElse(Math.min(most, LARGEST_DEFAULT_SEGMENT)));
        if (segmentSize > most) {
            String window = config.maxPositions() < config.positions().maxPositions()
                    ? " within its sliding window, and longer segments are not supported"
                    : "";
            throw new ModelException("a segment of " + segmentSize + " tokens and its memory need "
                    + layout.rows(segmentSize) + " positions, the model has " + config.maxPositions() + window
                    + "; the largest --segment-size is " + most);
        }
        boolean cutFromTheEnd = layout instanceof EncoderLayout || variant == RmtVariant.DECODER_LM_HEAD;
        Alignment usual = cutFromTheEnd ? Alignment.RIGHT : Alignment.LEFT;
        Alignment alignment = options.alignment().orElseGet(() -> saved.map(RmtConfig::alignment).orElse(usual));
        return new MemoryConfig(layout.numMemTokens(), segmentSize, alignment);
    }

    private static Optional<InitialMemory> trainedMemory(RmtCheckpoint checkpoint, TransformerConfig config,
            int numMemTokens) {
        return checkpoint.memory().filter(_ -> numMemTokens > 0).map(memory -> {
            memory.requireShape(numMemTokens, config.embeddingSize());
            memory.requireFinite();
            return new InitialMemory(memory.toFloats(), true);
        });
    }

    /** Random vectors, as the reference implementation starts its training from. */
    private static InitialMemory randomMemory(TransformerConfig config, int numMemTokens, WeightMatrix wordEmbedding,
            long seed) {
        double deviation = config.attentionMask() == AttentionMask.CAUSAL
                ? standardDeviation(wordEmbedding)
                : ENCODER_MEMORY_DEVIATION;
        Well19937c random = new Well19937c(seed);
        float[] vectors = new float[numMemTokens * config.embeddingSize()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) (random.nextGaussian() * deviation);
        }
        return new InitialMemory(vectors, numMemTokens == 0);
    }

    private static double standardDeviation(WeightMatrix values) {
        double mean = IntStream.range(0, values.size()).mapToDouble(values::get).average().orElse(0);
        double squares = IntStream.range(0, values.size()).mapToDouble(i -> values.get(i) - mean)
                .map(difference -> difference * difference).sum();
        return Math.sqrt(squares / (values.size() - 1));
    }
}
