package org.tornadormt.model;

/**
 * How a Transformer normalises.
 *
 * @param kind which norm, everywhere
 * @param epsilon what it adds to the variance, or to the mean square
 * @param ofEmbeddings whether the embeddings are normalised before the first block
 * @param ofLastStates whether the last hidden states are normalised after the last block
 */
public record NormConfig(Kind kind, float epsilon, boolean ofEmbeddings, boolean ofLastStates) {

    /** Which norm. */
    public enum Kind {
        /** Mean 0 and variance 1, then weight and bias (arXiv 1607.06450). */
        LAYER_NORM,
        /** Mean square 1, then weight (arXiv 1910.07467). */
        RMS_NORM
    }

    /** Checks what no checkpoint may get wrong. */
    public NormConfig {
        if (!(epsilon >= 0) || Float.isInfinite(epsilon)) {
            throw new ModelException("config.json: the epsilon of the norms must be 0 or more, not " + epsilon);
        }
    }
}
