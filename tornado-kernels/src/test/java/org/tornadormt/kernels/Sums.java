package org.tornadormt.kernels;

import java.util.stream.IntStream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Sums of products, and how far single precision may be from them. */
final class Sums {
    private final double[] values;
    private final double[] magnitudes;
    private final int[] terms;

    /** Sums that start from these numbers. */
    Sums(double[] start) {
        values = start.clone();
        magnitudes = IntStream.range(0, start.length).mapToDouble(i -> Math.abs(start[i])).toArray();
        terms = new int[start.length];
    }

    /** Adds a number, or a product of two, to sum {@code i}. */
    void add(int i, double term) {
        values[i] += term;
        magnitudes[i] += Math.abs(term);
        terms[i]++;
    }

    /**
     * What an array of these sums must hold. n terms of one rounding each in n additions, in any order: none is rounded
     * more than n + 1 times, and (1 + u)^(n+1) - 1 < (n + 2) u. A sum without terms is what it was.
     */
    Expected expected(FloatArray array) {
        double[] tolerances = IntStream.range(0, values.length).mapToDouble(
                i -> terms[i] == 0 ? 0 : (terms[i] + 2) * Approximation.UNIT_ROUNDOFF * magnitudes[i]).toArray();
        return new Expected(array, values, tolerances);
    }
}
