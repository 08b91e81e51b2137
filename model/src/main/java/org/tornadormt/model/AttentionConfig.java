package org.tornadormt.model;

import java.util.OptionalInt;
import org.tornadormt.model.TransformerConfig.AttentionMask;

/**
 * The attention part of a block.
 *
 * @param numAttentionHeads heads of the queries
 * @param numKeyValueHeads heads of the keys and values; divides {@code numAttentionHeads}, which share them in groups
 *            (arXiv 2305.13245)
 * @param headSize width of one head
 * @param mask what a row sees
 * @param slidingWindow rows that a row sees at most, itself included, in some layers or all; a segment may not be
 *            longer, so it limits nothing else here
 */
public record AttentionConfig(int numAttentionHeads, int numKeyValueHeads, int headSize, AttentionMask mask,
        OptionalInt slidingWindow) {

    /** Checks what no checkpoint may get wrong. */
    public AttentionConfig {
        TransformerConfig.requirePositive("number of attention heads", numAttentionHeads);
        TransformerConfig.requirePositive("number of key-value heads", numKeyValueHeads);
        TransformerConfig.requirePositive("size of a head", headSize);
        slidingWindow.ifPresent(rows -> TransformerConfig.requirePositive("sliding window", rows));
        if (numAttentionHeads % numKeyValueHeads != 0) {
            throw new ModelException("config.json: " + numAttentionHeads + " attention heads are not a multiple of "
                    + numKeyValueHeads + " key-value heads");
        }
    }

    /**
     * Attention whose heads divide the hidden size and have keys and values of their own.
     *
     * @throws ModelException if the heads do not divide it
     */
    public static AttentionConfig ofHeads(int hiddenSize, int numAttentionHeads, AttentionMask mask) {
        return new AttentionConfig(numAttentionHeads, numAttentionHeads, headSize(hiddenSize, numAttentionHeads), mask,
                OptionalInt.empty());
    }

    /**
     * Width of a head where all heads together are as wide as the residual stream.
     *
     * @throws ModelException if they cannot be
     */
    public static int headSize(int hiddenSize, int numAttentionHeads) {
        TransformerConfig.requirePositive("hidden size", hiddenSize);
        TransformerConfig.requirePositive("number of attention heads", numAttentionHeads);
        if (hiddenSize % numAttentionHeads != 0) {
            throw new ModelException("config.json: hidden size " + hiddenSize + " is not a multiple of "
                    + numAttentionHeads + " attention heads");
        }
        return hiddenSize / numAttentionHeads;
    }

    /** Width of a row's queries. */
    public int querySize() {
        return Math.multiplyExact(numAttentionHeads, headSize);
    }

    /** Width of a row's keys, and of its values. */
    public int keyValueSize() {
        return Math.multiplyExact(numKeyValueHeads, headSize);
    }
}
