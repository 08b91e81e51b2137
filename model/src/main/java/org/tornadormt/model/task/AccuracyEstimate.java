package org.tornadormt.model.task;

import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * An accuracy measured on some samples, and how sure it is: the Wilson score interval (Wilson 1927), which stays sound
 * near 100 %, where a model that remembers is found.
 *
 * @param correct samples answered rightly
 * @param samples samples asked
 */
public record AccuracyEstimate(int correct, int samples) {
    /** How often intervals made like this one hold the accuracy on endless samples. */
    public static final double CONFIDENCE = 0.95;

    /** @throws IllegalArgumentException if there is no sample, or {@code correct} is not 0 … {@code samples} */
    public AccuracyEstimate {
        if (samples < 1 || correct < 0 || correct > samples) {
            throw new IllegalArgumentException(correct + " right of " + samples
                    + " samples is no accuracy; there must be a sample, and no more right answers than samples");
        }
    }

    /** The share of right answers, 0 … 1. */
    public double accuracy() {
        return (double) correct / samples;
    }

    /** Lower end of the interval, 0 … {@link #accuracy}; exactly 0 if no answer was right. */
    public double ciLow() {
        return correct == 0 ? 0 : interval().getLowerBound();
    }

    /** Upper end of the interval, {@link #accuracy} … 1; exactly 1 if every answer was right. */
    public double ciHigh() {
        return correct == samples ? 1 : interval().getUpperBound();
    }

    private ConfidenceInterval interval() {
        return new WilsonScoreInterval().createInterval(samples, correct, CONFIDENCE);
    }
}
