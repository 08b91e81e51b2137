package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleBudgetTest {
    private static final int FULL = 100;
    private static final double SECONDS = 100;

    @Test
    void aLengthThatIsQuickGetsAllSamples() {
        SampleBudget budget = new SampleBudget(FULL, SECONDS, 1e6);

        assertThat(budget.samples(1 << 16, List.of(1L << 18, 1L << 20))).isEqualTo(FULL);
    }

    @Test
    void theLastLengthTakesTheTimeThatIsLeft() {
        SampleBudget budget = new SampleBudget(FULL, SECONDS, 1e6);

        int samples = budget.samples(10_000_000, List.of());

        // Ten seconds a sample, and one sample's worth of overhead: nine fit into a hundred seconds, ten do not.
        assertThat(samples).isBetween(8, 9);
        assertThat(budget.seconds(10_000_000, samples)).isLessThanOrEqualTo(SECONDS);
    }

    @Test
    void timeForTheLongestIsKeptBack() {
        SampleBudget budget = new SampleBudget(FULL, SECONDS, 1e6);
        long longest = 5_000_000;

        int samples = budget.samples(500_000, List.of(longest));

        double left = SECONDS - budget.seconds(500_000, samples);
        assertThat(samples).isLessThan(FULL);
        assertThat(budget.seconds(longest, 2)).isLessThanOrEqualTo(left);
    }

    @Test
    void aLengthOfWhichNotOneSampleFitsIsLeftOut() {
        SampleBudget budget = new SampleBudget(FULL, SECONDS, 1e6);

        assertThat(budget.samples(1_000_000_000, List.of())).isZero();
    }

    @Test
    void aSampleOfSomeSecondsIsReadEvenWhenTheTimeIsOver() {
        SampleBudget budget = new SampleBudget(FULL, 0, 1e6);

        assertThat(budget.samples(4_000_000, List.of())).isEqualTo(1);
        assertThat(budget.samples(6_000_000, List.of())).isZero();
    }

    @Test
    void aMeasuredSpeedReplacesTheGuess() {
        SampleBudget budget = new SampleBudget(FULL, SECONDS, 1);

        budget.measured(50_000, 50);

        // 50 samples of 1,000 tokens took one second.
        assertThat(budget.seconds(1_000, 50)).isEqualTo(1.0);
    }
}
