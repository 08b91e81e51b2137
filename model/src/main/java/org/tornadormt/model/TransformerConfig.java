package org.tornadormt.model;

import org.tornadormt.kernels.Activation;

/**
 * A Transformer as data: everything in which families of models differ.
 *
 * @param vocabularySize rows of the word-embedding table without memory rows
 * @param hiddenSize width of the residual stream
 * @param numLayers number of blocks
 * @param numAttentionHeads heads of a block; divides {@code hiddenSize}
 * @param intermediateSize width inside the feed-forward part
 * @param maxPositions rows of the position-embedding table
 * @param layerNormEpsilon added to the variance in every norm
 * @param activation of the feed-forward part
 * @param normPlacement where a block normalises
 * @param embeddingNorm whether the embeddings are normalised before the first block
 * @param finalNorm whether the last hidden states are normalised after the last block
 * @param attentionMask what a row sees
 * @param head what is computed from the last hidden states
 * @param numOutputs logits a row: {@code vocabularySize} of a language model, number of labels of a classifier
 */
public record TransformerConfig(int vocabularySize, int hiddenSize, int numLayers, int numAttentionHeads,
        int intermediateSize, int maxPositions, float layerNormEpsilon, Activation.Kind activation,
        NormPlacement normPlacement, boolean embeddingNorm, boolean finalNorm, AttentionMask attentionMask, Head head,
        int numOutputs) {

    /** Where a block normalises. */
    public enum NormPlacement {
        /** {@code x + f(norm(x))}, as GPT-2. */
        BEFORE,
        /** {@code norm(x + f(x))}, as BERT. */
        AFTER
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
        /** Logits over labels from the first row, through a pooler with tanh. */
        CLASSIFIER
    }

    /** Checks what no checkpoint may get wrong. */
    public TransformerConfig {
        requirePositive("vocabulary size", vocabularySize);
        requirePositive("hidden size", hiddenSize);
        requirePositive("number of layers", numLayers);
        requirePositive("number of attention heads", numAttentionHeads);
        requirePositive("intermediate size", intermediateSize);
        requirePositive("number of positions", maxPositions);
        requirePositive("number of outputs", numOutputs);
        if (!(layerNormEpsilon >= 0) || Float.isInfinite(layerNormEpsilon)) {
            throw new ModelException(
                    "config.json: the epsilon of the layer norms must be 0 or more, not " + layerNormEpsilon);
        }
        if (hiddenSize % numAttentionHeads != 0) {
            throw new ModelException("config.json: hidden size " + hiddenSize + " is not a multiple of "
                    + numAttentionHeads + " attention heads");
        }
    }

    /** Width of one head. */
    public int headSize() {
        return hiddenSize / numAttentionHeads;
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new ModelException("config.json: the " + what + " must be 1 or more, not " + value);
        }
    }
}
