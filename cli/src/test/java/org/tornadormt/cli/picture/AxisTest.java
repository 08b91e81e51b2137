package org.tornadormt.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {
    private static final double ROUNDING = 1e-12;

    @Test
    void aLinearAxisHasRoundTicksAndHoldsItsLargestValue() {
        assertThat(Axis.linear("", 100, Double::toString).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
        assertThat(Axis.linear("", 19.3, Double::toString).ticks()).containsExactly(0.0, 5.0, 10.0, 15.0, 20.0);
        assertThat(Axis.linear("", 100, Double::toString).share(25)).isCloseTo(0.25, within(ROUNDING));
    }

    @Test
    void aLogarithmicAxisGoesFromPowerToPower() {
        Axis axis = Axis.powers("", 10, 0.02, 30, Double::toString);

        assertThat(axis.from()).isCloseTo(0.01, within(ROUNDING));
        assertThat(axis.to()).isCloseTo(100, within(1e-9));
        assertThat(axis.share(1)).isCloseTo(0.5, within(ROUNDING));
        assertThat(axis.ticks()).hasSize(5);
    }

    @Test
    void anExactPowerIsAnEnd() {
        Axis axis = Axis.powers("", 2, 2, 4096, Double::toString);

        assertThat(axis.share(2)).isCloseTo(0, within(ROUNDING));
        assertThat(axis.share(4096)).isCloseTo(1, within(ROUNDING));
    }

    @Test
    void oneValueAloneStillHasAnAxis() {
        assertThat(Axis.powers("", 4, 1024, 1024, Double::toString).share(1024)).isCloseTo(0, within(ROUNDING));
    }
}
