package org.tornadormt.kernels;

import java.util.stream.Stream;

/**
 * A number that a kernel computes in single precision: its exact value and a bound on how far the kernel may be from
 * it. Following a kernel's formula in this arithmetic derives the tolerance of its result (running error analysis:
 * N. Higham, Accuracy and Stability of Numerical Algorithms, sections 2.2, 3.1 and 3.3).
 *
 * <p>Additions and multiplications round correctly, or not at all where a device fuses them. The other functions are as
 * inaccurate as OpenCL C 3.0, table "ULP values for single precision built-in math functions", lets them be.
 *
 * @param value exact value
 * @param error bound of the absolute error
 */
record Approximation(double value, double error) {
    /** Half the distance from 1 to the next float: the relative error of one correct rounding. */
    static final double UNIT_ROUNDOFF = 0x1p-24;

    // One ulp of x is at most 2^-23 |x|, so n ulp are a relative error of at most 2 n unit roundoffs.
    static final double DIVISION = 2 * 2.5 * UNIT_ROUNDOFF;
    static final double SQUARE_ROOT = 2 * 3 * UNIT_ROUNDOFF;
    static final double EXPONENTIAL = 2 * 3 * UNIT_ROUNDOFF;
    static final double LOGARITHM = 2 * 3 * UNIT_ROUNDOFF;

    // What a device that flushes denormal numbers to zero loses.
    private static final double UNDERFLOW = Float.MIN_NORMAL;

    /** A number that is given. */
    static Approximation exactly(double value) {
        return new Approximation(value, 0);
    }

    /** A constant that is rounded to a float where it is written down. */
    static Approximation rounded(double value) {
        return exactly(value).roundedBy(UNIT_ROUNDOFF);
    }

    Approximation plus(Approximation other) {
        return new Approximation(value + other.value, error + other.error).roundedBy(UNIT_ROUNDOFF);
    }

    Approximation minus(Approximation other) {
        return plus(other.negated());
    }

    Approximation negated() {
        return new Approximation(-value, error);
    }

    /** The magnitude of it. */
    Approximation magnitude() {
        return new Approximation(Math.abs(value), error);
    }

    /** This magnitude with the sign of another number. */
    Approximation withSignOf(Approximation other) {
        return new Approximation(Math.copySign(value, other.value), error);
    }

    Approximation times(Approximation other) {
        return product(other).roundedBy(UNIT_ROUNDOFF);
    }

    Approximation dividedBy(Approximation other) {
        double smallestDivisor = Math.abs(other.value) - other.error;
        double quotient = value / other.value;
        return new Approximation(quotient, (error + Math.abs(quotient) * other.error) / smallestDivisor)
                .roundedBy(DIVISION);
    }

    Approximation squareRoot() {
        double root = Math.sqrt(value);
        return new Approximation(root, root - Math.sqrt(value - error)).roundedBy(SQUARE_ROOT);
    }

    Approximation exponential() {
        double power = Math.exp(value);
        return new Approximation(power, power * Math.expm1(error)).roundedBy(EXPONENTIAL);
    }

    /** The natural logarithm of a positive number. */
    Approximation logarithm() {
        return new Approximation(Math.log(value), 0 - Math.log1p(-error / value)).roundedBy(LOGARITHM);
    }

    /** The same with a further relative error. */
    Approximation roundedBy(double relative) {
        return new Approximation(value, error + relative * (Math.abs(value) + error) + UNDERFLOW);
    }

    /**
     * The sum of some numbers, added up in any order: of n terms none takes part in more than n - 1 additions, so with
     * (1 + u)^(n-1) - 1 below n u each contributes at most n u times its magnitude.
     */
    static Approximation sum(Approximation... terms) {
        double roundings = terms.length * UNIT_ROUNDOFF;
        double value = Stream.of(terms).mapToDouble(Approximation::value).sum();
        double error = Stream.of(terms).mapToDouble(Approximation::error).sum();
        double magnitude = Stream.of(terms).mapToDouble(term -> Math.abs(term.value) + term.error).sum();
        return new Approximation(value, error + roundings * magnitude);
    }

    private Approximation product(Approximation other) {
        return new Approximation(value * other.value,
                Math.abs(value) * other.error + Math.abs(other.value) * error + error * other.error);
    }
}
