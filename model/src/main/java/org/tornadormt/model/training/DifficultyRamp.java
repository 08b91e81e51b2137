package org.tornadormt.model.training;

/**
 * Texts that get harder before there are more segments: see {@link org.tornadormt.model.task.GradedTask}. What hard texts
 * alone do not teach is learned step by step.
 *
 * @param first difficulty at first, from 0 to 1
 * @param increment what is added each time, until it is 1
 * @param accuracy share of right answers in the last batches that adds it
 * @param batches how many last batches
 */
public record DifficultyRamp(double first, double increment, double accuracy, int batches) {

    /** Checks the ranges. */
    public DifficultyRamp {
        if (!(first >= 0 && first <= 1) || !(increment > 0 && increment <= 1) || !(accuracy > 0 && accuracy <= 1)
                || batches < 1) {
            throw new IllegalArgumentException("texts that get harder from a difficulty of " + first + " in steps of "
                    + increment + " at an accuracy of " + accuracy + " over " + batches
                    + " batches; ask for 0 to 1, for steps above 0 and up to 1, and for at least one batch");
        }
    }

    /** The difficulty that follows one; what is nearer to 1 than half an increment is 1. */
    double next(double reached) {
        double next = reached + increment;
        return next > 1 - increment / 2 ? 1 : next;
    }
}
