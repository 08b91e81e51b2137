package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplePlanTest {

    @Test
    void aPlanByTokensTakesFewerLongTexts() {
        SamplePlan plan = new SamplePlan.ByTokens(100, 5, 10_000);

        assertThat(plan.samples(10, List.of())).isEqualTo(100);
        assertThat(plan.samples(400, List.of())).isEqualTo(25);
        assertThat(plan.samples(1_000_000, List.of())).isEqualTo(5);
    }

    @Test
    void aPlanByTimeTakesAllOfTheFirstLengthAndSaysWhereItTakesFewer() {
        SamplePlan plan = new SamplePlan.ByTime(100, 0.5);

        assertThat(plan.samples(1_000, List.of(1_000_000L))).isEqualTo(100);
        plan.measured(1_000, 50);
        assertThat(plan.samples(1_000_000, List.of())).isZero();
        assertThat(plan.note(1_000, 100)).isEmpty();
        assertThat(plan.note(4_000, 7)).hasValueSatisfying(note -> assertThat(note).contains("7 samples, not 100"));
    }
}
