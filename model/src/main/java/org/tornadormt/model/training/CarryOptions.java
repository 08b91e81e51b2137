package org.tornadormt.model.training;

/**
 * Training with carried state: every step reads a window of each text and asks at its end; the memory, cut off from its
 * gradient, goes on into the next window. So the memory is trained at ages far beyond what is gone back through.
 *
 * @param mostSegments segments of a window at most; all numbers from 1 on are equally likely
 * @param noise standard deviation of the noise that is added to the memory after each segment
 * @param restart probability that a text ends after a window that was answered rightly
 * @param fromPool probability that a new text begins with a memory that has read filler only
 * @param poolRestart probability that a memory which reads filler only begins anew after a window
 */
public record CarryOptions(int mostSegments, double noise, double restart, double fromPool, double poolRestart) {

    /** Checks the ranges. */
    public CarryOptions {
        if (mostSegments < 1 || !(noise >= 0 && Double.isFinite(noise))) {
            throw new IllegalArgumentException("carried state over windows of " + mostSegments + " segments with noise "
                    + noise + "; ask for at least one segment and noise of 0 or more");
        }
        requireProbability("restart", restart);
        requireProbability("from-pool", fromPool);
        requireProbability("pool-restart", poolRestart);
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("carried state: " + name + " is a probability, not " + value);
        }
    }
}
