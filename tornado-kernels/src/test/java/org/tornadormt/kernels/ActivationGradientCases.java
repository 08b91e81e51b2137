package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.exactly;
import static org.tornadormt.kernels.Approximation.rounded;

import java.util.stream.DoubleStream;
import org.tornadormt.kernels.gradient.ActivationGradient;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Cases of the gradients of activation functions. */
final class ActivationGradientCases {
    /** Where no finite difference reaches over the kink of relu; only relu is kept away from it. */
    private static final float CLOSE_TO_KINK = 0.01f;

    private ActivationGradientCases() {}

    static GradientCase activation(Activation.Kind kind, RandomInputs random) {
        float[] special = ActivationCases.SPECIAL;
        int size = special.length + random.size() * random.size();
        FloatArray x = random.floats(size, 0, 3);
        FloatArray gradient = random.floats(size);
        for (int i = 0; i < size; i++) {
            if (i < special.length) {
                x.set(i, special[i]);
            }
            if (kind == Activation.Kind.RELU && Math.abs(x.get(i)) < CLOSE_TO_KINK) {
                x.set(i, Math.copySign(CLOSE_TO_KINK, x.get(i)));
            }
        }
        double[] before = Expected.contentOf(gradient);
        double[] expected = new double[size];
        double[] tolerances = new double[size];
        for (int i = 0; i < size; i++) {
            Approximation derivative = new Approximation(exact(kind, x.get(i)), tolerance(kind, x.get(i)));
            Approximation product = exactly(before[i]).times(derivative);
            expected[i] = product.value();
            tolerances[i] = kind == Activation.Kind.RELU ? 0 : product.error();
        }
        KernelCase kernelCase = KernelCase.of(ActivationGradient.class,
                ActivationGradient.launch(kind, x, gradient, size), new Expected(gradient, expected, tolerances));
        return GradientCase.of(kernelCase,
                Derivative.overwritten(gradient, Expected.contentOf(x), before, point -> DoubleStream.of(point)
                        .map(value -> ActivationCases.exact(kind, value)).toArray()));
    }

    /** The derivative itself. */
    private static double exact(Activation.Kind kind, double x) {
        return switch (kind) {
            case GELU -> 0.5 * (1 + ActivationCases.errorFunction(x / Math.sqrt(2)))
                    + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
            case GELU_TANH -> {
                double tanh = Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3)));
                double slope = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
                yield 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * slope;
            }
            case RELU -> x > 0 ? 1 : 0;
            case SILU -> (1 + Math.exp(-x) + x * Math.exp(-x)) / Math.pow(1 + Math.exp(-x), 2);
            case TANH -> 1 - Math.pow(Math.tanh(x), 2);
        };
    }

    /** What the rounding of the kernel's steps, and the approximation that it uses for erf, amount to. */
    private static double tolerance(Activation.Kind kind, double number) {
        Approximation x = exactly(number);
        Approximation half = exactly(0.5);
        Approximation one = exactly(1);
        return switch (kind) {
            case GELU -> {
                Approximation distribution = half
                        .times(one.plus(ActivationCases.erf(x.times(rounded(Math.sqrt(0.5))))));
                Approximation exponential = half.times(x).times(x).negated().exponential();
                // A form may take the exponential that is in erf, whose argument is rounded once more, like its factor.
                Approximation same = x.times(rounded(Math.sqrt(0.5)));
                exponential = new Approximation(exponential.value(),
                        Math.max(exponential.error(), same.times(same).negated().exponential().error()));
                Approximation density = rounded(1 / Math.sqrt(2 * Math.PI)).times(exponential);
                yield distribution.plus(x.times(density)).error();
            }
            case GELU_TANH -> {
                Approximation square = x.times(x);
                Approximation factor = rounded(Math.sqrt(2 / Math.PI));
                Approximation inner = factor.times(x.plus(rounded(0.044715).times(square).times(x)));
                Approximation slope = factor.times(one.plus(rounded(3 * 0.044715).times(square)));
                Approximation firstHalf = half.times(one.plus(ActivationCases.tanh(inner)));
                yield firstHalf.plus(half.times(x).times(tangentSlope(inner)).times(slope)).error();
            }
            case RELU -> 0;
            case SILU -> {
                Approximation sigmoid = one.dividedBy(one.plus(x.negated().exponential()));
                yield sigmoid.times(one.plus(x.times(one.minus(sigmoid)))).error();
            }
            case TANH -> tangentSlope(x).error();
        };
    }

    private static Approximation tangentSlope(Approximation x) {
        Approximation small = exactly(-2).times(x.magnitude()).exponential();
        Approximation divisor = exactly(1).plus(small);
        return exactly(4).times(small).dividedBy(divisor.times(divisor));
    }
}
