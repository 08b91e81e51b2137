package org.tornadormt.bench.length;

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
record GrowthFit(double microsecondsPerToken, double interceptMilliseconds, double rSquared, double exponent) {
    private static final int FEWEST_POINTS = 3;

    /**
     * Fits at least three points.
     *
     * @throws IllegalArgumentException if there are fewer, through which any line fits
     */
    static GrowthFit of(List<LengthPoint> points) {
        if (!isPossible(points)) {
            throw new IllegalArgumentException(points.size() + " points do not show how something grows");
        }
        SimpleRegression line = new SimpleRegression();
        SimpleRegression power = new SimpleRegression();
        for (LengthPoint point : points) {
            line.addData(point.tokens(), point.seconds().median());
            power.addData(Math.log(point.tokens()), Math.log(point.seconds().median()));
        }
        return new GrowthFit(line.getSlope() * 1e6, line.getIntercept() * 1e3, line.getRSquare(), power.getSlope());
    }

    /** Whether there are enough points. */
    static boolean isPossible(List<LengthPoint> points) {
        return points.size() >= FEWEST_POINTS;
    }

    /** In a line for people. */
    String describe() {
        return String.format(Locale.ROOT,
                "%.3f µs a token (line through the medians: R² = %.5f), seconds ∝ tokens^%.2f",
                microsecondsPerToken, rSquared, exponent);
    }
}
