package org.tornadormt.kernels.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** AdamW takes the steps that PyTorch takes. */
final class AdamWTest {
    private static final double[] START = {0.5, -1.25, 2.0, -0.125};
    private static final float[][] GRADIENTS = {{0.1f, -0.2f, 0.3f, 4f}, {-0.05f, 0f, 0.7f, -3f},
        {0.2f, 0.25f, -0.6f, 1e-3f}};
    /** torch.optim.AdamW(lr=0.01, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1) of PyTorch 2.13 in float64. */
    private static final double[][] PYTORCH = {
        {0.4895000009999999, -1.2387500005, 1.9880000003333334, -0.134874999975},
        {0.48634713093933907, -1.2308106684320559, 1.9765333997411434, -0.13563337505655146},
        {0.4792796683031988, -1.2313364231926773, 1.9727574665115473, -0.13618950522714374}};
    /**
     * A step rounds the parameter twice, 2^-24 of at most 2 each, and the change, which is at most about the learning
     * rate, by some units in the last place (here: 20 of 2^-24 * 0.01).
     */
    private static final double ERROR_OF_A_STEP = 2 * 2 * 0x1p-24 + 20 * 0.01 * 0x1p-24;

    @Test
    void threeStepsAreThoseOfPyTorch() {
        FloatArray parameter = new FloatArray(4);
        FloatArray gradient = new FloatArray(4);
        FloatArray firstMoment = new FloatArray(4);
        FloatArray secondMoment = new FloatArray(4);
        FloatArray scalars = new FloatArray(AdamWScalars.SIZE);
        firstMoment.init(0f);
        secondMoment.init(0f);
        for (int i = 0; i < 4; i++) {
            parameter.set(i, (float) START[i]);
        }
        for (int step = 1; step <= 3; step++) {
            for (int i = 0; i < 4; i++) {
                // Clipping: the gradient is four times as large, its factor a quarter.
                gradient.set(i, 4 * GRADIENTS[step - 1][i]);
            }
            new AdamWScalars(0.9, 0.999, 1e-8, 0.1).fill(step, 0.01, 0.25, scalars);
            AdamWStep.adamWStep(parameter, gradient, firstMoment, secondMoment, scalars, 4);

            for (int i = 0; i < 4; i++) {
                assertThat((double) parameter.get(i)).as("parameter %d after step %d", i, step)
                        .isCloseTo(PYTORCH[step - 1][i], within(step * ERROR_OF_A_STEP));
            }
        }
    }

    @Test
    void withoutDecayAParameterWithoutGradientStays() {
        FloatArray scalars = new FloatArray(AdamWScalars.SIZE);
        new AdamWScalars(0.9, 0.999, 1e-8, 0.1).withoutDecay().fill(1, 0.01, 1, scalars);

        assertThat(scalars.get(AdamWScalars.KEEP)).isEqualTo(1f);
    }

    @ParameterizedTest
    @CsvSource({"1.0, 0.9, 1e-8, 0, beta1", "0.9, -0.1, 1e-8, 0, beta2", "0.9, 0.9, 0, 0, epsilon",
        "0.9, 0.9, 1e-8, -1, weight decay", "0.9, 0.9, NaN, 0, epsilon"})
    void whatIsOutOfRangeIsNamed(double beta1, double beta2, double epsilon, double weightDecay, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdamWScalars(beta1, beta2, epsilon, weightDecay))
                .withMessageStartingWith("AdamW: " + name + " must be ");
    }

    @Test
    void stepsCountFromOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdamWScalars(0.9, 0.999, 1e-8, 0).fill(0, 0.01, 1, new FloatArray(8)))
                .withMessage("AdamW: the first step is 1, not 0");
    }
}
