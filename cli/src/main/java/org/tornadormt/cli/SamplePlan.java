package org.tornadormt.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides how many samples of each length a demo takes. */
sealed interface SamplePlan {

    /**
     * Samples of the next length.
     *
     * @param tokens tokens of a sample
     * @param longer tokens of the lengths that will follow
     * @return 0 to leave it out
     */
    int samples(long tokens, List<Long> longer);

    /** Takes note of a speed that was measured with a batch. */
    default void measured(double batchTokensPerSecond, int batch) {}

    /** What the user should know about a length. */
    default Optional<String> note(long tokens, int samples) {
        return Optional.empty();
    }

    /** The same number for all lengths, however long it takes. */
    record Fixed(int samples) implements SamplePlan {
        @Override
        public int samples(long tokens, List<Long> longer) {
            return samples;
        }
    }

    /**
     * Fewer for longer texts, the same on any machine: as many as make {@code tokens} tokens together.
     *
     * @param most of short texts
     * @param fewest of long ones
     * @param tokens all samples of a length together, unless that were more than {@code most} or less than
     *            {@code fewest}
     */
    record ByTokens(int most, int fewest, long tokens) implements SamplePlan {
        @Override
        public int samples(long length, List<Long> longer) {
            return (int) Math.clamp(tokens / length, fewest, most);
        }
    }

    /** As many as a wait allows: see {@link SampleBudget}. */
    final class ByTime implements SamplePlan {
        private static final double SLOW_TOKENS_PER_SECOND = 3000;

        private final int most;
        private final SampleBudget budget;
        private boolean begun;

        /** A plan whose time starts now. */
        ByTime(int most, double seconds) {
            this.most = most;
            budget = new SampleBudget(most, seconds, SLOW_TOKENS_PER_SECOND);
        }

        @Override
        public int samples(long tokens, List<Long> longer) {
            // The first length warms the JVM up and gives the first speed, so it runs in full whatever it costs.
            int samples = begun ? budget.samples(tokens, longer) : most;
            begun = true;
            return samples;
        }

        @Override
        public void measured(double batchTokensPerSecond, int batch) {
            budget.measured(batchTokensPerSecond, batch);
        }

        @Override
        public Optional<String> note(long tokens, int samples) {
            return samples == most ? Optional.empty() : Optional.of(String.format(Locale.ROOT, "%,d tokens: %d samples,"
                    + " not %d, to keep the wait short; ask for more with --samples or --full", tokens, samples, most));
        }
    }
}
