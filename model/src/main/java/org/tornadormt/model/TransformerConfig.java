package org.tornadormt.model;

/**
 * A Transformer as data: everything in which families of models differ.
 *
 * @param vocabularySize rows of the word-embedding table without memory rows
 * @param embeddingSize width of a word embedding, of a memory vector and of what the head reads; other than
 *            {@code hiddenSize} only where maps lead from one to the other (OPT)
 * @param hiddenSize width of the residual stream
 * @param numLayers number of blocks
 * @param blockOrder how the parts of a block follow each other
 * @param positions how rows know where they are
 * @param attention attention part of a block
 * @param feedForward feed-forward part of a block
 * @param norms normalisation
 * @param output what is computed from the last hidden states
 */
public record TransformerConfig(int vocabularySize, int embeddingSize, int hiddenSize, int numLayers,
        BlockOrder blockOrder, PositionConfig positions, AttentionConfig attention, FeedForwardConfig feedForward,
        NormConfig norms, OutputConfig output) {

    /** How the two parts {@code f} of a block, attention and feed-forward, follow each other. */
    public enum BlockOrder {
        /** {@code x + f(norm(x))}, one after the other, as GPT-2. */
        NORM_BEFORE,
        /** {@code norm(x + f(x))}, one after the other, as BERT. */
        NORM_AFTER,
        /** {@code x + attention(norm(x)) + feedForward(norm(x))}, each with a norm of its own, as GPT-NeoX. */
        PARALLEL
    }

    /** What a row sees of its segment. */
    public enum AttentionMask {
        /** The rows up to itself. */
        CAUSAL,
        /** All rows. */
        FULL
    }

    /** What is computed from the last hidden states. */
    public enum Head {
        /** Logits over the vocabulary for a token row. */
        LANGUAGE_MODEL,
        /** Logits over labels from the first row, through a pooler. */
        CLASSIFIER
    }

    /** Checks what no checkpoint may get wrong. */
    public TransformerConfig {
        requirePositive("vocabulary size", vocabularySize);
        requirePositive("embedding size", embeddingSize);
        requirePositive("hidden size", hiddenSize);
        requirePositive("number of layers", numLayers);
    }

    /** The same with another vocabulary. */
    public TransformerConfig withVocabularySize(int size) {
        return new TransformerConfig(size, embeddingSize, hiddenSize, numLayers, blockOrder, positions, attention,
                feedForward, norms, output);
    }

    /** Rows that a segment may have at most, memory included. */
    public int maxPositions() {
        return Math.min(positions.maxPositions(), attention.slidingWindow().orElse(positions.maxPositions()));
    }

    /** What a row sees of its segment. */
    public AttentionMask attentionMask() {
        return attention.mask();
    }

    /** What is computed from the last hidden states. */
    public Head head() {
        return output.head();
    }

    /** Logits a row. */
    public int numOutputs() {
        return output.numOutputs();
    }

    static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new ModelException("config.json: the " + what + " must be 1 or more, not " + value);
        }
    }
}
