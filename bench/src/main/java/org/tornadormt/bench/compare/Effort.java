package org.tornadormt.bench.compare;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param rounds in each of which every engine has a JVM of its own
 * @param iterations of that JVM that count, each at least one segment
 * @param iteration how long one takes at least; also the window of {@link WarmUp}
 * @param warmUpLimit how long a JVM may take until its segments are steady
 */
record Effort(int rounds, int iterations, Duration iteration, Duration warmUpLimit) {

    /** For numbers to report. */
    static Effort full() {
        return new Effort(5, 3, Duration.ofSeconds(2), Duration.ofSeconds(60));
    }

    /** For a first look. */
    static Effort quick() {
        return new Effort(2, 2, Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    Effort withRounds(int number) {
        return new Effort(number, iterations, iteration, warmUpLimit);
    }
}
