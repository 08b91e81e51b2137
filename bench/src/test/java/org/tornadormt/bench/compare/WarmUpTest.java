package org.tornadormt.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Duration WINDOW = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private long milliseconds;
    private long compilation;

    /** Warms up with segments of which number n, counted from 0, takes so many milliseconds. */
    private WarmUp run(LongUnaryOperator durations, LongUnaryOperator compilations) {
        WarmUp warmUp = new WarmUp(WINDOW, LIMIT, () -> milliseconds * 1_000_000, () -> compilation);
        long[] count = {0};
        warmUp.run(() -> {
            milliseconds += durations.applyAsLong(count[0]);
            compilation += compilations.applyAsLong(count[0]++);
        });
        return warmUp;
    }

    @Test
    void steadySegmentsNeedTwoWindows() {
        WarmUp warmUp = run(_ -> 100, _ -> 0);

        assertThat(warmUp.segments()).isEqualTo(10);
        assertThat(warmUp.isFinished()).isTrue();
    }

    @Test
    void aWindowHasTwoSegmentsHoweverLongTheyTake() {
        assertThat(run(_ -> 3000, _ -> 0).segments()).isEqualTo(4);
    }

    @Test
    void goesOnWhileSegmentsGetFaster() {
        // The windows: 5 of 100 ms; 10 of 50 ms; 20 of 25 ms, twice.
        WarmUp warmUp = run(n -> n < 5 ? 100 : n < 15 ? 50 : 25, _ -> 0);

        assertThat(warmUp.segments()).isEqualTo(5 + 10 + 20 + 20);
        assertThat(warmUp.isFinished()).isTrue();
    }

    @Test
    void goesOnWhileSomethingIsCompiled() {
        // 6 % of the time of the first 20 segments, 4 % of that of the others.
        WarmUp warmUp = run(_ -> 100, n -> n < 20 ? 6 : 4);

        assertThat(warmUp.segments()).isEqualTo(25);
        assertThat(warmUp.isFinished()).isTrue();
    }

    @Test
    void endsAtTheLimitAndSaysSo() {
        WarmUp warmUp = run(_ -> 100, _ -> 50);

        assertThat(warmUp.segments()).isEqualTo(200);
        assertThat(warmUp.isFinished()).isFalse();
    }
}
