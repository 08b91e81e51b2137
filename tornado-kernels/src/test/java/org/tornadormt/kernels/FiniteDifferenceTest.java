package org.tornadormt.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gradient is the slope of the operation itself, computed in double precision. */
final class FiniteDifferenceTest {
    private static final int SEEDS = 3;
    private static final double STEP = 1e-3;
    /** Elements of an array that are looked at, spread over all of it: each takes four runs of the operation. */
    private static final int SAMPLES = 20;
    /** More roundings than a number of any operation here goes through. */
    private static final int ROUNDINGS = 1000;
    private static final double DOUBLE_ROUNDOFF = 0x1p-53;

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("cases")
    void everyGradientIsASlope(GradientCase gradientCase, long seed) {
        gradientCase.kernelCase().launch().runDefinition();

        for (Derivative derivative : gradientCase.derivatives()) {
            double[] tolerances = tolerances(gradientCase, derivative);
            int size = derivative.point().length;
            IntStream.range(0, Math.min(size, SAMPLES)).map(n -> (int) ((long) n * size / Math.min(size, SAMPLES)))
                    .forEach(i -> check(gradientCase, derivative, i, tolerances[i]));
        }
    }

    /**
     * A central difference over h is wrong by c h² and terms of higher order; that over 2 h by 4 c h², so they differ
     * by three times the error of the first. That leaves room for the higher orders. The kernel rounds too.
     */
    private static void check(GradientCase gradientCase, Derivative derivative, int i, double tolerance) {
        Slope slope = slope(derivative, i, STEP);
        double error = Math.abs(slope(derivative, i, 2 * STEP).value - slope.value) + slope.roundings;
        assertThat((double) derivative.gradient().get(i) - derivative.before()[i])
                .as("%s, element %d", gradientCase, i).isCloseTo(slope.value, within(tolerance + error));
    }

    private record Slope(double value, double roundings) {}

    private static Slope slope(Derivative derivative, int i, double step) {
        double[] above = at(derivative, i, step);
        double[] below = at(derivative, i, -step);
        double sum = 0;
        double magnitude = 0;
        for (int o = 0; o < above.length; o++) {
            double factor = derivative.outGradient()[o] / (2 * step);
            sum += factor * (above[o] - below[o]);
            // Where both sides are the same, the element has no influence or one that is lost in a rounding.
            int roundings = above[o] == below[o] ? 1 : ROUNDINGS;
            magnitude += roundings * Math.abs(factor) * (1 + Math.abs(above[o]) + Math.abs(below[o]));
        }
        return new Slope(sum, DOUBLE_ROUNDOFF * magnitude);
    }

    private static double[] at(Derivative derivative, int i, double step) {
        double[] moved = derivative.point().clone();
        moved[i] += step;
        return derivative.forward().apply(moved);
    }

    private static double[] tolerances(GradientCase gradientCase, Derivative derivative) {
        List<Expected> expected = gradientCase.kernelCase().expected();
        return expected.stream().filter(one -> one.array() == derivative.gradient()).findFirst().orElseThrow()
                .tolerances();
    }

    static Stream<Arguments> cases() {
        return LongStream.range(0, SEEDS).boxed().flatMap(seed -> GradientCases.all(seed).stream()
                .filter(gradientCase -> !gradientCase.derivatives().isEmpty())
                .map(gradientCase -> Arguments.of(gradientCase, seed)));
    }
}
