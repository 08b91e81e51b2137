package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.DIVISION;
import static org.tornadormt.kernels.Approximation.EXPONENTIAL;
import static org.tornadormt.kernels.Approximation.LOGARITHM;
import static org.tornadormt.kernels.Approximation.SQUARE_ROOT;
import static org.tornadormt.kernels.Approximation.UNIT_ROUNDOFF;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What attention of one query gives back to its scores: weights {@code p}, {@code D = Σ p d} with
 * {@code d[t] = outGradient · v[t]}, and the gradient of each score, {@code p (d - D)}; with the errors that single
 * precision may make of them.
 *
 * @param logSum logarithm of the sum of the exponentials of the scores
 * @param relative bound of the relative error of a weight
 */
record ScoreGradients(Approximation logSum, Approximation mean, double[] weights, double relative,
        Approximation[] gradients) {

    /** Relative error of the factor 1 / √headSize and of the product with it. */
    static final double SCALE = SQUARE_ROOT + DIVISION + UNIT_ROUNDOFF;

    static ScoreGradients of(double[] query, double[] outGradient, double[][] keys, double[][] values) {
        int visible = keys.length;
        if (visible == 0) {
            return new ScoreGradients(Approximation.exactly(0), Approximation.exactly(0), new double[0], 0,
                    new Approximation[0]);
        }
        double root = Math.sqrt(query.length);
        double[] scores = IntStream.range(0, visible).mapToDouble(t -> product(query, keys[t]) / root).toArray();
        double largest = DoubleStream.of(scores).max().orElseThrow();
        double smallest = DoubleStream.of(scores).min().orElseThrow();
        double sum = DoubleStream.of(scores).map(score -> Math.exp(score - largest)).sum();
        double logSum = largest + Math.log(sum);
        double[] weights = DoubleStream.of(scores).map(score -> Math.exp(score - logSum)).toArray();

        // Of the worst score: n products in n additions, and the factor, once or for each term.
        double ofScore = IntStream.range(0, visible).mapToDouble(
                t -> (query.length + 2) * UNIT_ROUNDOFF * magnitude(query, keys[t]) / root
                        + SCALE * Math.abs(scores[t]))
                .max().orElseThrow();
        // Of the sum of the exponentials, relative: score, argument (those of a running maximum add up to the distance
        // from the largest), T factors and T additions.
        double distance = UNIT_ROUNDOFF * (largest - smallest);
        double ofSum = Math.expm1(ofScore + distance + (visible + 1) * (EXPONENTIAL + 2 * UNIT_ROUNDOFF));
        double ofLogSum = ofSum / (1 - ofSum) + LOGARITHM * Math.log(sum) + UNIT_ROUNDOFF * Math.abs(logSum);
        // Of a weight: exp(score - logSum), or exp(score - largest) / sum, whose errors are no larger.
        double ofArgument = UNIT_ROUNDOFF * (Math.abs(largest) + Math.abs(smallest) + Math.abs(logSum));
        double relative = Math.expm1(ofScore + ofSum + ofLogSum + ofArgument + distance + EXPONENTIAL
                + DIVISION + 2 * UNIT_ROUNDOFF);

        double[] products = IntStream.range(0, visible).mapToDouble(t -> product(outGradient, values[t])).toArray();
        double[] ofProducts = IntStream.range(0, visible)
                .mapToDouble(t -> (query.length + 1) * UNIT_ROUNDOFF * magnitude(outGradient, values[t])).toArray();
        double mean = IntStream.range(0, visible).mapToDouble(t -> weights[t] * products[t]).sum();
        double additions = (visible + 2) * UNIT_ROUNDOFF;
        double ofMean = IntStream.range(0, visible).mapToDouble(t -> (1 + relative) * weights[t]
                * (ofProducts[t] + (relative + additions) * (Math.abs(products[t]) + ofProducts[t]))).sum()
                + (DIVISION + 2 * UNIT_ROUNDOFF) * Math.abs(mean) + Float.MIN_NORMAL;

        Approximation[] gradients = new Approximation[visible];
        for (int t = 0; t < visible; t++) {
            double difference = products[t] - mean;
            double ofDifference = ofProducts[t] + ofMean + UNIT_ROUNDOFF * Math.abs(difference);
            double error = weights[t] * ((1 + relative) * ofDifference
                    + (relative + UNIT_ROUNDOFF) * (Math.abs(difference) + ofDifference))
                    + Float.MIN_NORMAL * (1 + Math.abs(difference));
            gradients[t] = new Approximation(weights[t] * difference, error);
        }
        return new ScoreGradients(new Approximation(logSum, ofLogSum), new Approximation(mean, ofMean), weights,
                relative, gradients);
    }

    private static double product(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double magnitude(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] * b[i])).sum();
    }
}
