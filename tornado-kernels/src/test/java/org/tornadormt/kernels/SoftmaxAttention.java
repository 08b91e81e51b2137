package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.DIVISION;
import static org.tornadormt.kernels.Approximation.EXPONENTIAL;
import static org.tornadormt.kernels.Approximation.SQUARE_ROOT;
import static org.tornadormt.kernels.Approximation.UNIT_ROUNDOFF;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Attention of one query by its definition: all scores, then their softmax, then the weighted sum of the values. */
final class SoftmaxAttention {
    private SoftmaxAttention() {}

    /** Returns {@code softmax(q Kᵀ / √headSize) V}; zero if there is no key. */
    static Approximation[] attend(double[] query, double[][] keys, double[][] values) {
        int headSize = query.length;
        int visible = keys.length;
        double[] scores = new double[visible];
        for (int t = 0; t < visible; t++) {
            for (int i = 0; i < headSize; i++) {
                scores[t] += query[i] * keys[t][i] / Math.sqrt(headSize);
            }
        }
        double maximum = DoubleStream.of(scores).max().orElse(0);
        double sum = DoubleStream.of(scores).map(score -> Math.exp(score - maximum)).sum();
        double[] weights = DoubleStream.of(scores).map(score -> Math.exp(score - maximum) / sum).toArray();
        double[] errors = new double[visible];
        for (int t = 0; t < visible; t++) {
            errors[t] = relativeError(query, keys[t], scores[t], maximum - scores[t], visible);
        }
        Approximation[] result = new Approximation[headSize];
        for (int i = 0; i < headSize; i++) {
            double[] column = column(values, i);
            result[i] = new Approximation(sumOfProducts(weights, column), resultError(weights, errors, column));
        }
        return result;
    }

    /**
     * Bound of the relative error of one weight before it is normalised. The kernel keeps a running maximum; a constant
     * taken from all scores cancels in the quotient, so that only these errors remain:
     * <ul>
     * <li>the score, a dot product (n products in n additions, (n + 1) u of its magnitude) times 1/√n (square root,
     * division, product; u more if each term is multiplied with it), which the exponential turns into a relative error;
     * <li>the arguments of all exponentials that a weight is multiplied with: rounded, they add up to maximum - score;
     * <li>each of the T steps multiplies by one exponential.
     * </ul>
     */
    private static double relativeError(double[] query, double[] key, double score, double distance, int steps) {
        double magnitude = IntStream.range(0, query.length).mapToDouble(i -> Math.abs(query[i] * key[i])).sum()
                / Math.sqrt(query.length);
        double ofScore = (query.length + 2) * UNIT_ROUNDOFF * magnitude
                + (SQUARE_ROOT + DIVISION + UNIT_ROUNDOFF) * Math.abs(score);
        double ofArguments = UNIT_ROUNDOFF * distance;
        double ofSteps = (steps + 1) * (EXPONENTIAL + UNIT_ROUNDOFF);
        return Math.expm1(ofScore + ofArguments + ofSteps);
    }

    /** The errors of the weights, of T additions above and below the fraction line, of the quotient and of a product. */
    private static double resultError(double[] weights, double[] errors, double[] values) {
        double[] magnitudes = Arrays.stream(values).map(Math::abs).toArray();
        double magnitude = sumOfProducts(weights, magnitudes);
        double additions = (weights.length + 1) * UNIT_ROUNDOFF;
        double above = sumOfProducts(weights, magnitudes, errors) + additions * magnitude;
        double below = sumOfProducts(weights, errors) + additions + DIVISION + UNIT_ROUNDOFF;
        // (a + above) / (1 - below) with the terms of higher order; below is far from 1.
        return (above + below * magnitude) / (1 - below) + Float.MIN_NORMAL;
    }

    private static double sumOfProducts(double[]... factors) {
        double sum = 0;
        for (int t = 0; t < factors[0].length; t++) {
            double product = 1;
            for (double[] factor : factors) {
                product *= factor[t];
            }
            sum += product;
        }
        return sum;
    }

    private static double[] column(double[][] rows, int i) {
        return Arrays.stream(rows).mapToDouble(row -> row[i]).toArray();
    }
}
