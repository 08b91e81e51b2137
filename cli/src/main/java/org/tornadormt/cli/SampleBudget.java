package org.tornadormt.cli;

import java.util.List;

/**
 * Decides how many samples of each length fit into the time that a user will wait. Time for a few samples of every
 * longer length is kept back, if that is not hopeless; the last length but one shares the rest with the last. A sample
 * that takes some seconds only is read even when the time is over: the long texts are what people came for.
 */
final class SampleBudget {
    /**
     * A step of a batch of n samples takes about as long as n + 1 samples' worth of arithmetic: measured on two cores,
     * where a single sample runs at half the speed of a large batch.
     */
    private static final double OVERHEAD_SAMPLES = 1;
    private static final int KEPT_SAMPLES = 2;
    private static final double MOST_KEPT = 0.7;
    private static final double ALWAYS_SECONDS = 10;

    private final int fullSamples;
    private final long deadline;
    private double tokensPerSecond;

    /**
     * A budget that starts now.
     *
     * @param fullSamples samples of a length that is quick enough
     * @param seconds time for all lengths together
     * @param tokensPerSecond speed of a large batch, a guess until {@link #measured} knows better
     */
    SampleBudget(int fullSamples, double seconds, double tokensPerSecond) {
        this.fullSamples = fullSamples;
        deadline = System.nanoTime() + (long) (seconds * 1e9);
        this.tokensPerSecond = tokensPerSecond;
    }

    /**
     * Samples of the next length.
     *
     * @param tokens tokens of a sample
     * @param longer tokens of the lengths that will follow
     * @return at most the full number; 0 if there is no time for a single one
     */
    int samples(long tokens, List<Long> longer) {
        double left = (deadline - System.nanoTime()) / 1e9;
        double kept = longer.stream().mapToDouble(length -> seconds(length, KEPT_SAMPLES))
                .filter(seconds -> seconds < left * MOST_KEPT).sum();
        double free = left - kept;
        double share = longer.size() == 1 ? free / 2 : free;
        double samples = share * tokensPerSecond / tokens - OVERHEAD_SAMPLES;
        if (samples < 1) {
            return seconds(tokens, 1) <= Math.max(left, ALWAYS_SECONDS) ? 1 : 0;
        }
        return (int) Math.min(fullSamples, samples);
    }

    /** Seconds that {@code samples} samples side by side will take. */
    double seconds(long tokens, int samples) {
        return tokens * (samples + OVERHEAD_SAMPLES) / tokensPerSecond;
    }

    /** Takes note of a speed that was measured with a batch. */
    void measured(double batchTokensPerSecond, int batch) {
        tokensPerSecond = batchTokensPerSecond * (batch + OVERHEAD_SAMPLES) / batch;
    }
}
