package org.tornadormt.kernels.gradient;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The hyperparameters of AdamW, and the numbers that {@link AdamWStep} makes of them in each step: computed in double
 * precision, because {@code 1 - 0.999} has lost half of its digits in single.
 *
 * @param beta1 decay of the first moment, from 0 to below 1
 * @param beta2 decay of the second moment, from 0 to below 1
 * @param epsilon added to the root of the second moment; positive
 * @param weightDecay decoupled decay in units of the learning rate; 0 or more
 */
public record AdamWScalars(double beta1, double beta2, double epsilon, double weightDecay) {
    /** Length of the array. */
    public static final int SIZE = 8;
    /** Factor of the gradient: below 1 where its norm is clipped. */
    public static final int GRADIENT_SCALE = 0;
    /** {@code 1 - β1}. */
    public static final int FIRST_SHARE = 1;
    /** {@code β2}. */
    public static final int SECOND_DECAY = 2;
    /** {@code 1 - β2}. */
    public static final int SECOND_SHARE = 3;
    /** {@code 1 / √(1 - β2ⁿ)}. */
    public static final int ROOT_SCALE = 4;
    /** {@code ε}. */
    public static final int EPSILON = 5;
    /** {@code rate / (1 - β1ⁿ)}. */
    public static final int STEP_SIZE = 6;
    /** {@code 1 - rate decay}. */
    public static final int KEEP = 7;

    /** Checks the ranges. */
    public AdamWScalars {
        check("beta1", beta1, beta1 >= 0 && beta1 < 1, "from 0 to below 1");
        check("beta2", beta2, beta2 >= 0 && beta2 < 1, "from 0 to below 1");
        check("epsilon", epsilon, epsilon > 0 && Double.isFinite(epsilon), "positive");
        check("weight decay", weightDecay, weightDecay >= 0 && Double.isFinite(weightDecay), "0 or more");
    }

    private static void check(String name, double value, boolean holds, String range) {
        if (!holds) {
            throw new IllegalArgumentException("AdamW: " + name + " must be " + range + ", not " + value);
        }
    }

    /** The same without decay, for biases and norms. */
    public AdamWScalars withoutDecay() {
        return new AdamWScalars(beta1, beta2, epsilon, 0);
    }

    /**
     * Fills {@code scalars} for a step.
     *
     * @param step number of the step, 1 for the first
     * @param learningRate of this step
     * @param gradientScale factor of the gradient, 1 for none
     * @param scalars {@code [SIZE]}
     */
    public void fill(int step, double learningRate, double gradientScale, FloatArray scalars) {
        if (step < 1) {
            throw new IllegalArgumentException("AdamW: the first step is 1, not " + step);
        }
        scalars.set(GRADIENT_SCALE, (float) gradientScale);
        scalars.set(FIRST_SHARE, (float) (1 - beta1));
        scalars.set(SECOND_DECAY, (float) beta2);
        scalars.set(SECOND_SHARE, (float) (1 - beta2));
        scalars.set(ROOT_SCALE, (float) (1 / Math.sqrt(1 - Math.pow(beta2, step))));
        scalars.set(EPSILON, (float) epsilon);
        scalars.set(STEP_SIZE, (float) (learningRate / (1 - Math.pow(beta1, step))));
        scalars.set(KEEP, (float) (1 - learningRate * weightDecay));
    }
}
