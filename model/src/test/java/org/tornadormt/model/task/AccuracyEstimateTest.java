package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccuracyEstimateTest {

    /** Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3; four decimals. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void intervalsAreThePublishedOnes(int correct, int samples, double low, double high) {
        var estimate = new AccuracyEstimate(correct, samples);

        assertThat(estimate.ciLow()).isCloseTo(low, within(0.00005));
        assertThat(estimate.ciHigh()).isCloseTo(high, within(0.00005));
    }

    /** Without a wrong answer the lower end is n / (n + z^2), z^2 = 3.8414588: the 95 % point of chi-square(1). */
    @ParameterizedTest
    @CsvSource({"1", "64", "1000"})
    void allRightAndAllWrongEndExactlyAtOneAndZero(int samples) {
        var right = new AccuracyEstimate(samples, samples);
        var wrong = new AccuracyEstimate(0, samples);
        double far = 3.8414588 / (samples + 3.8414588);

        assertThat(right.accuracy()).isEqualTo(1);
        assertThat(right.ciHigh()).isEqualTo(1);
        assertThat(right.ciLow()).isCloseTo(1 - far, within(1e-7));
        assertThat(wrong.accuracy()).isZero();
        assertThat(wrong.ciLow()).isZero();
        assertThat(wrong.ciHigh()).isCloseTo(far, within(1e-7));
    }

    @Property
    void theIntervalHoldsTheAccuracyAndIsAMirrorImageForWrongAnswers(
            @ForAll @IntRange(min = 1, max = 100_000) int samples, @ForAll @IntRange(max = 100_000) int drawn) {
        int correct = drawn % (samples + 1);
        var estimate = new AccuracyEstimate(correct, samples);
        var mirror = new AccuracyEstimate(samples - correct, samples);

        assertThat(estimate.accuracy()).isBetween(estimate.ciLow(), estimate.ciHigh());
        // A dozen operations on numbers of at most 1, each rounded to 1.1e-16.
        assertThat(estimate.ciLow()).isBetween(0.0, 1.0).isCloseTo(1 - mirror.ciHigh(), within(2e-15));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 10", "11, 10", "0, -5"})
    void whatIsNoAccuracyIsRefused(int correct, int samples) {
        assertThatThrownBy(() -> new AccuracyEstimate(correct, samples)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(correct + " right of " + samples + " samples");
    }
}
