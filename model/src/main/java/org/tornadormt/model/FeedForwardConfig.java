package org.tornadormt.model;

import org.tornadormt.kernels.Activation;

/**
 * The feed-forward part of a block: {@code down(activation(up(x)))}, or {@code down(activation(gate(x)) * up(x))}.
 *
 * @param intermediateSize width inside
 * @param activation the function
 * @param gated whether there is a gate (arXiv 2002.05202)
 */
public record FeedForwardConfig(int intermediateSize, Activation.Kind activation, boolean gated) {

    /** Checks what no checkpoint may get wrong. */
    public FeedForwardConfig {
        TransformerConfig.requirePositive("intermediate size", intermediateSize);
    }
}
