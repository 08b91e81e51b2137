package org.tornadormt.model.training;

import java.util.Optional;
import java.util.OptionalDouble;
import org.tornadormt.kernels.gradient.AdamWScalars;

/**
 * How an {@link Optimizer} changes parameters.
 *
 * @param adamW the hyperparameters of AdamW
 * @param maxNorm norm of all gradients together above which they are scaled down to it
 * @param maxValue size above which each value of a gradient is cut off, before its norm is taken
 * @param memoryRate factor of the learning rate for the initial memory
 * @param memoryOnly whether the weights stay as they are, and the initial memory alone is trained
 * @param lora adapters that are trained in place of the weights, with the initial memory
 */
public record OptimizerOptions(AdamWScalars adamW, OptionalDouble maxNorm, OptionalDouble maxValue, double memoryRate,
        boolean memoryOnly, Optional<LoraOptions> lora) {

    /** Checks the ranges. */
    public OptimizerOptions {
        requirePositive("the largest norm of the gradients", maxNorm.orElse(1));
        requirePositive("the largest value of a gradient", maxValue.orElse(1));
        requirePositive("the factor of the memory's learning rate", memoryRate);
    }

    /** Trains everything at one learning rate. */
    public static OptimizerOptions of(AdamWScalars adamW, OptionalDouble maxNorm) {
        return new OptimizerOptions(adamW, maxNorm, OptionalDouble.empty(), 1, false, Optional.empty());
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(what + " must be positive, not " + value);
        }
    }
}
