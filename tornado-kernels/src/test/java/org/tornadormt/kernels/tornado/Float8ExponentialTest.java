package org.tornadormt.kernels.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The exponential of attention on CPU devices, computed on the JVM, against that of {@link Math}. */
final class Float8ExponentialTest {
    private static final double UNIT_ROUNDOFF = 0x1p-24;
    /**
     * Errors of the result, in units of roundoff, each at its largest: the addition that makes {@code 1 + t} is raised to
     * the fourth power (4), two squares (3); the series, whose 12 roundings grow as the exponential itself does, by
     * {@code |x| exp(x)} of at most 0.37 (5), and five squarings of {@code t}, two roundings each, likewise (5).
     */
    private static final double TOLERANCE = 17 * UNIT_ROUNDOFF;

    @Test
    void isThatOfMath() {
        for (float x = 0f; x > -90f; x -= 0.0037f) {
            assertThat((double) exponential(x)).as("exp(%s)", x).isCloseTo(Math.exp(x), within(TOLERANCE));
        }
    }

    @Test
    void isExactlyOneForTheLargestScore() {
        assertThat(exponential(0f)).isEqualTo(1f);
    }

    @Test
    void nothingIsLeftOfWhatIsFarBelow() {
        assertThat((double) exponential(-1.7e38f)).isCloseTo(0, within(1e-12)).isNotNegative();
    }

    @Test
    void notANumberStaysSo() {
        assertThat(exponential(Float.NaN)).isNaN();
    }

    private static float exponential(float x) {
        return Float8Exponential.ofNegative(Float8Sum.all(x)).getS3();
    }
}
