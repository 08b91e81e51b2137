package org.tornadormt.model.training;

/**
 * Low-rank adapters (Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", section 4.1): a frozen matrix W of
 * an attention projection becomes {@code W + alpha / rank · B · A}, and A and B are trained.
 *
 * @param rank rows of A and columns of B
 * @param alpha strength of the adapters, which is divided by the rank
 */
public record LoraOptions(int rank, double alpha) {

    /** Checks the ranges. */
    public LoraOptions {
        if (rank < 1 || !(alpha > 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException("LoRA adapters of rank " + rank + " and alpha " + alpha
                    + "; ask for a rank of at least 1 and a positive alpha");
        }
    }

    /** What B·A is multiplied by. */
    double scale() {
        return alpha / rank;
    }
}
