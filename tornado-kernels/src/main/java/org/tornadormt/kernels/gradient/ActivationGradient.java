package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Gradients of the functions of {@link Activation}: the gradient is multiplied in place with the derivative at
 * {@code x}, which is what went into the function, not what came out.
 */
public final class ActivationGradient {

    private ActivationGradient() {}

    /**
     * {@code gradient *= Φ(x) + x φ(x)}, with the error function of {@link Activation#geluErf}; both {@code [size]}.
     */
    public static void geluErfGradient(FloatArray x, FloatArray gradient, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            float value = x.get(i);
            float distribution = 0.5f * (1f + Activation.errorFunction(value * 0.70710678f));
            float density = 0.3989422804f * TornadoMath.exp(-0.5f * value * value);
            gradient.set(i, gradient.get(i) * (distribution + value * density));
        }
    }

    /**
     * {@code gradient *= (1 + tanh u) / 2 + x (1 - tanh² u) u' / 2} with {@code u} as in {@link Activation#geluTanh};
     * both {@code [size]}.
     */
    public static void geluTanhGradient(FloatArray x, FloatArray gradient, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            float value = x.get(i);
            float square = value * value;
            float inner = 0.7978845608f * (value + 0.044715f * square * value);
            float slope = 0.7978845608f * (1f + 0.134145f * square);
            float half = 0.5f * (1f + Activation.hyperbolicTangent(inner));
            gradient.set(i, gradient.get(i) * (half + 0.5f * value * tangentSlope(inner) * slope));
        }
    }

    /** {@code gradient = 0} where {@code x <= 0}, as PyTorch has it; both {@code [size]}. */
    public static void reluGradient(FloatArray x, FloatArray gradient, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            gradient.set(i, x.get(i) <= 0f ? 0f : gradient.get(i));
        }
    }

    /** {@code gradient *= s (1 + x (1 - s))} with {@code s = 1 / (1 + exp(-x))}; both {@code [size]}. */
    public static void siluGradient(FloatArray x, FloatArray gradient, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            float value = x.get(i);
            float sigmoid = 1f / (1f + TornadoMath.exp(0f - value));
            gradient.set(i, gradient.get(i) * (sigmoid * (1f + value * (1f - sigmoid))));
        }
    }

    /** {@code gradient *= 1 - tanh² x}; both {@code [size]}. */
    public static void tanhGradient(FloatArray x, FloatArray gradient, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            gradient.set(i, gradient.get(i) * tangentSlope(x.get(i)));
        }
    }

    /** {@code 1 - tanh²}, as {@code 4 e / (1 + e)²} with {@code e = exp(-2 |value|)}, which cancels nothing. */
    static float tangentSlope(float value) {
        float small = TornadoMath.exp(-2f * TornadoMath.abs(value));
        float divisor = 1f + small;
        return 4f * small / (divisor * divisor);
    }

    /** Multiplies {@code gradient} with the derivative of {@code kind} at {@code x}; both {@code [size]}. */
    public static Launch launch(Activation.Kind kind, FloatArray x, FloatArray gradient, int size) {
        Launch launch = switch (kind) {
            case GELU -> Launch.of("geluErfGradient", ActivationGradient::geluErfGradient, x, gradient, size);
            case GELU_TANH -> Launch.of("geluTanhGradient", ActivationGradient::geluTanhGradient, x, gradient, size);
            case RELU -> Launch.of("reluGradient", ActivationGradient::reluGradient, x, gradient, size);
            case SILU -> Launch.of("siluGradient", ActivationGradient::siluGradient, x, gradient, size);
            case TANH -> Launch.of("tanhGradient", ActivationGradient::tanhGradient, x, gradient, size);
        };
        return launch.reads(x, gradient).writes(gradient).onJvm(GradientForms.activation(kind, x, gradient, size));
    }
}
