package org.tornadormt.model.training;

import java.util.Locale;

/**
 * The learning rate of each step: it grows linearly over the warm-up and falls from there to a share of its peak.
 *
 * @param schedule how it falls
 * @param peak the largest rate, that of the last step of the warm-up
 * @param warmUpSteps steps that it grows for
 * @param steps all steps, those of the warm-up among them
 */
public record LearningRate(Schedule schedule, double peak, int warmUpSteps, int steps) {
    /** The share of the peak that is left at the end. */
    private static final double LAST_SHARE = 0.02;

    /** The way of a learning rate after the warm-up. */
    public enum Schedule {
        /** It stays. */
        CONSTANT,
        /** It falls along a straight line. */
        LINEAR,
        /** It falls along half a cosine (arXiv 1608.03983, without restarts). */
        COSINE;

        private double share(double progress) {
            return switch (this) {
                case CONSTANT -> 1;
                case LINEAR -> 1 - (1 - LAST_SHARE) * progress;
                case COSINE -> LAST_SHARE + (1 - LAST_SHARE) * 0.5 * (1 + Math.cos(Math.PI * progress));
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the ranges. */
    public LearningRate {
        if (!(peak > 0 && Double.isFinite(peak)) || warmUpSteps < 0 || steps < 1) {
            throw new IllegalArgumentException("a learning rate of " + peak + " after " + warmUpSteps + " of " + steps
                    + " steps; ask for a positive rate, 0 or more steps of warm-up and at least one step");
        }
    }

    /**
     * The rate of a step.
     *
     * @param step its number, 1 for the first
     */
    public double at(int step) {
        if (step <= warmUpSteps) {
            return peak * step / warmUpSteps;
        }
        double progress = (double) (step - warmUpSteps) / Math.max(1, steps - warmUpSteps);
        return peak * schedule.share(Math.min(1, progress));
    }
}
