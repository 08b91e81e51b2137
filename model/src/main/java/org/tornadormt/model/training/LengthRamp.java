package org.tornadormt.model.training;

import org.apache.commons.math3.random.RandomGenerator;

/**
 * Segments that grow before the number of segments does: six of ten batches have the length that was reached, the others
 * any from the first on. Long segments are learned that are not learned when training begins with them.
 *
 * @param first tokens of a segment at first
 * @param increment tokens that are added each time
 * @param accuracy share of right answers in the last batches that adds them
 * @param batches how many last batches of the length that was reached
 */
public record LengthRamp(int first, int increment, double accuracy, int batches) {
    private static final double SHARE_OF_LONGEST = 0.6;

    /** Checks the ranges. */
    public LengthRamp {
        if (first < 1 || increment < 1 || !(accuracy > 0 && accuracy <= 1) || batches < 1) {
            throw new IllegalArgumentException("a ramp of segments from " + first + " tokens in steps of " + increment
                    + " at an accuracy of " + accuracy + " over " + batches
                    + " batches; ask for at least 1 of each, and an accuracy of at most 1");
        }
    }

    /** Tokens of the segments of a batch. */
    int draw(RandomGenerator random, int reached) {
        return reached == first || random.nextDouble() < SHARE_OF_LONGEST
                ? reached
                : first + random.nextInt(reached - first + 1);
    }
}
