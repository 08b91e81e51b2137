package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.exactly;
import static org.tornadormt.kernels.Approximation.rounded;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Cases of the activation functions. */
final class ActivationCases {
    static final float[] SPECIAL = {0f, -0f, 1e-30f, -1e-30f, 1e-4f, -1e-4f, 100f, -100f};

    private ActivationCases() {}

    static KernelCase activation(Activation.Kind kind, RandomInputs random) {
        return activation(kind, random, SPECIAL.length + random.size() * random.size());
    }

    /** Of a size that is whole vectors of eight, and more of them than one work-item takes. */
    static KernelCase activationOfVectors(Activation.Kind kind, RandomInputs random) {
        return activation(kind, random, 8 * (16 + random.oneTo(40))).variant("of vectors");
    }

    private static KernelCase activation(Activation.Kind kind, RandomInputs random, int size) {
        FloatArray x = random.floats(size, 0, 3);
        for (int i = 0; i < SPECIAL.length; i++) {
            x.set(i, SPECIAL[i]);
        }
        double[] expected = new double[size];
        double[] tolerances = new double[size];
        for (int i = 0; i < size; i++) {
            expected[i] = exact(kind, x.get(i));
            tolerances[i] = tolerance(kind, x.get(i));
        }
        return KernelCase.of(Activation.class, Activation.launch(kind, x, size), new Expected(x, expected, tolerances));
    }

    /** The function itself. */
    static double exact(Activation.Kind kind, double x) {
        return switch (kind) {
            case GELU -> x * 0.5 * (1 + errorFunction(x / Math.sqrt(2)));
            case GELU_TANH -> x * 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
            case RELU -> x < 0 ? 0 : x;
            case SILU -> x / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
        };
    }

    /** {@code erf} by Simpson's rule on its integral; with 1,000 steps of at most 0.0065 the error is below 1e-11. */
    static double errorFunction(double z) {
        int steps = 1000;
        // erfc(6.5) < 1e-19
        double end = Math.min(Math.abs(z), 6.5);
        double width = end / steps;
        double sum = 1 + Math.exp(-end * end);
        for (int i = 1; i < steps; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-Math.pow(i * width, 2));
        }
        return Math.copySign(2 / Math.sqrt(Math.PI) * width / 3 * sum, z);
    }

    /** What the rounding of the kernel's steps, and the approximation that it uses for erf, amount to. */
    private static double tolerance(Activation.Kind kind, double number) {
        Approximation x = exactly(number);
        Approximation half = exactly(0.5).times(x);
        Approximation one = exactly(1);
        return switch (kind) {
            case GELU -> half.times(one.plus(erf(x.times(rounded(Math.sqrt(0.5)))))).error();
            case GELU_TANH -> {
                Approximation cube = rounded(0.044715).times(x).times(x).times(x);
                yield half.times(one.plus(tanh(rounded(Math.sqrt(2 / Math.PI)).times(x.plus(cube))))).error();
            }
            case RELU -> 0;
            case SILU -> x.dividedBy(one.plus(x.negated().exponential())).error();
            case TANH -> tanh(x).error();
        };
    }

    static Approximation tanh(Approximation x) {
        Approximation small = exactly(-2).times(x.magnitude()).exponential();
        return exactly(1).minus(small).dividedBy(exactly(1).plus(small)).withSignOf(x);
    }

    /** Abramowitz and Stegun, formula 7.1.26, and its own error, below 1.5e-7. */
    static Approximation erf(Approximation z) {
        Approximation magnitude = z.magnitude();
        Approximation t = exactly(1).dividedBy(exactly(1).plus(rounded(0.3275911).times(magnitude)));
        double[] coefficients = {1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592};
        Approximation polynomial = exactly(0);
        for (double coefficient : coefficients) {
            polynomial = polynomial.times(t).plus(rounded(coefficient));
        }
        Approximation tail = polynomial.times(t).times(magnitude.times(magnitude).negated().exponential());
        Approximation erf = exactly(1).minus(tail).withSignOf(z);
        return new Approximation(erf.value(), erf.error() + 1.5e-7);
    }
}
