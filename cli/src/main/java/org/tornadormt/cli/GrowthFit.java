package org.tornadormt.cli;

import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * How seconds grow with tokens.
 *
 * @param microsecondsPerToken slope of the least-squares line through the medians
 * @param interceptMilliseconds where that line starts
 * @param rSquared share of the variance that the line explains
 * @param exponent slope of the logarithms: 1 is linear, 2 is quadratic
 */
public record GrowthFit(double microsecondsPerToken, double interceptMilliseconds, double rSquared, double exponent) {
    private static final int FEWEST_POINTS = 3;

    /**
     * How long a text took.
     *
     * @param tokens its length
     * @param seconds median of the times
     */
    public record Timing(long tokens, double seconds) {}

    /**
     * Fits at least three timings.
     *
     * @throws IllegalArgumentException if there are fewer, through which any line fits
     */
    public static GrowthFit of(List<Timing> timings) {
        if (!isPossible(timings)) {
            throw new IllegalArgumentException(timings.size() + " points do not show how something grows");
        }
        SimpleRegression line = new SimpleRegression();
        SimpleRegression power = new SimpleRegression();
        for (Timing timing : timings) {
            line.addData(timing.tokens(), timing.seconds());
            power.addData(Math.log(timing.tokens()), Math.log(timing.seconds()));
        }
        return new GrowthFit(line.getSlope() * 1e6, line.getIntercept() * 1e3, line.getRSquare(), power.getSlope());
    }

    /** Whether there are enough timings. */
    public static boolean isPossible(List<Timing> timings) {
        return timings.size() >= FEWEST_POINTS;
    }

    /** What the line says for a text, in seconds. */
    public double seconds(long tokens) {
        return (interceptMilliseconds * 1e3 + microsecondsPerToken * tokens) / 1e6;
    }

    /** In a line for people. */
    public String describe() {
        return String.format(Locale.ROOT,
                "%.3f µs a token (line through the medians: R² = %.5f), seconds ∝ tokens^%.2f",
                microsecondsPerToken, rSquared, exponent);
    }
}
