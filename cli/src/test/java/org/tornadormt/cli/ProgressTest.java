package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter err = new StringWriter();

    private Terminal terminal(boolean outIsTerminal, boolean errIsTerminal) {
        return new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err),
                new ByteArrayInputStream(new byte[0]),
                outIsTerminal, errIsTerminal, 100);
    }

    @Test
    void aBarThatAppearedIsTakenOffAgain() {
        LateBarLine line = new LateBarLine(terminal(false, true), Duration.ZERO);

        line.accept("half");
        line.close();

        assertThat(err.toString()).isEqualTo("\rhalf\r" + " ".repeat(99) + "\r");
    }

    @Test
    void aShortRunShowsNothing() {
        try (Progress progress = terminal(false, true).progress("reading", "tokens", 10)) {
            progress.stepTo(10);
        }

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aBarShowsRateAndRemainingTimeAfterTwoSeconds() throws InterruptedException {
        try (Progress progress = terminal(false, true).progress("reading", "tokens", 1000)) {
            progress.stepTo(500);
            Thread.sleep(Duration.ofMillis(2600));
        }

        // Half is done after two to three seconds, so as much remains.
        assertThat(err.toString())
                .containsPattern("\rreading +50% .*500/1000 tokens \\(0:00:0[23] / 0:00:0[23]\\) \\d+ tok");
    }

    @Test
    void nothingIsShownWhereNobodyWatches() {
        assertThat(isSilent(terminal(true, false).progress("reading", "tokens", 10))).isTrue();
        assertThat(isSilent(terminal(true, false).waiting("loading"))).isTrue();
        assertThat(isSilent(terminal(true, true).progress("reading", "tokens", 10))).isFalse();
    }

    @Test
    void aBarDoesNotDisturbAResultOnTheSameScreen() {
        assertThat(isSilent(terminal(true, true).progressBesideOutput("generating", "tokens", 10))).isTrue();
        assertThat(isSilent(terminal(false, true).progressBesideOutput("generating", "tokens", 10))).isFalse();
    }

    private static boolean isSilent(Progress progress) {
        try (progress) {
            return progress.isSilent();
        }
    }
}
