package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthFitTest {
    private static final double ROUNDING = 1e-9;

    @Test
    void aLineIsRecovered() {
        GrowthFit fit = GrowthFit.of(points(tokens -> 0.25 + 3e-6 * tokens));

        assertThat(fit.microsecondsPerToken()).isCloseTo(3, within(ROUNDING));
        assertThat(fit.interceptMilliseconds()).isCloseTo(250, within(1e-6));
        assertThat(fit.rSquared()).isCloseTo(1, within(ROUNDING));
    }

    @Test
    void theExponentTellsLinearFromQuadratic() {
        assertThat(GrowthFit.of(points(tokens -> 2e-6 * tokens)).exponent()).isCloseTo(1, within(ROUNDING));
        assertThat(GrowthFit.of(points(tokens -> 2e-9 * tokens * tokens)).exponent()).isCloseTo(2, within(ROUNDING));
    }

    @Test
    void aCurveIsNoLine() {
        assertThat(GrowthFit.of(points(tokens -> 2e-9 * tokens * tokens)).rSquared()).isLessThan(0.99);
    }

    @Test
    void twoPointsAreNotEnough() {
        List<GrowthFit.Timing> two = points(tokens -> tokens).subList(0, 2);

        assertThat(GrowthFit.isPossible(two)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> GrowthFit.of(two)).withMessageContaining("2 points");
    }

    private static List<GrowthFit.Timing> points(DoubleUnaryOperator seconds) {
        return IntStream.of(1000, 4000, 16000, 64000)

                .mapToObj(tokens -> new GrowthFit.Timing(tokens, seconds.applyAsDouble(tokens)))
                .toList();
    }
}
