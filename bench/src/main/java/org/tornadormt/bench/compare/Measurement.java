package org.tornadormt.bench.compare;

/**
 * What one JVM has measured.
 *
 * @param secondsPerSegment median over its segments; NaN if there is a problem
 * @param report what it says of itself
 */
record Measurement(double secondsPerSegment, ForkReport report) {

    /** No times. */
    static Measurement failed(ForkReport report) {
        return new Measurement(Double.NaN, report);
    }

    boolean isFailed() {
        return Double.isNaN(secondsPerSegment);
    }

    double cpuSecondsPerSegment() {
        return report.cpuSeconds() / report.measuredSegments();
    }
}
