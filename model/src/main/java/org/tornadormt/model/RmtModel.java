package org.tornadormt.model;

import java.nio.file.Path;
import java.util.Optional;
import org.tornadormt.checkpoints.folders.RmtVariant;
import org.tornadormt.model.segment.SegmentLayout;
import org.tornadormt.model.weights.TransformerWeights;

/**
 * A Transformer with memory, loaded and ready to run on any device. Immutable; one model serves any number of sessions.
 *
 * @param folder where it came from
 * @param modelType family, as {@code config.json} calls it
 * @param variant how the checkpoint holds its memory
 * @param config the Transformer
 * @param memoryConfig segments and memory
 * @param layout what the rows of a segment are
 * @param weights all weights
 * @param initialMemory the memory that a text starts with
 * @param tokenizerFile {@code tokenizer.json}, if the folder has one
 */
public record RmtModel(Path folder, String modelType, RmtVariant variant, TransformerConfig config,
        MemoryConfig memoryConfig, SegmentLayout layout, TransformerWeights weights, InitialMemory initialMemory,
        Optional<Path> tokenizerFile) {

    /**
     * Loads a checkpoint folder.
     *
     * @throws org.tornadormt.checkpoints.CheckpointException if files are missing or damaged
     * @throws ModelException if the model is not supported or the options do not fit it
     */
    public static RmtModel load(Path folder, LoadOptions options) {
        return ModelLoader.load(folder, options);
    }

    /** Memory vectors of a sequence. */
    public int numMemTokens() {
        return memoryConfig.numMemTokens();
    }

    /** Tokens of a full segment. */
    public int segmentSize() {
        return memoryConfig.segmentSize();
    }

    /**
     * Checks ids of tokens.
     *
     * @throws ModelException if one is not in the vocabulary
     */
    public void requireInVocabulary(int[] tokens) {
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= config.vocabularySize()) {
                throw new ModelException("token " + i + " has id " + tokens[i] + ", but the vocabulary of " + folder
                        + " has ids 0 to " + (config.vocabularySize() - 1));
            }
        }
    }
}
