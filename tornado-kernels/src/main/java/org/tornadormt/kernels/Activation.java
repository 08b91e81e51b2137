package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.tornado.DeviceForms;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Element-wise activation functions, by the names that Hugging Face configurations use. */
public final class Activation {

    /** The functions. */
    public enum Kind {
        /** {@code x Φ(x)} with the exact normal distribution (arXiv 1606.08415): "gelu". */
        GELU,
        /** The approximation of it by tanh that GPT-2 was trained with: "gelu_new", "gelu_pytorch_tanh". */
        GELU_TANH,
        /** {@code max(x, 0)}: "relu". */
        RELU,
        /** {@code x / (1 + exp(-x))}: "silu", "swish". */
        SILU,
        /** {@code tanh(x)}: "tanh". */
        TANH
    }

    private Activation() {}

    /** {@code x = x Φ(x) = x (1 + erf(x / √2)) / 2}, in place; {@code x} is {@code [size]}. */
    public static void geluErf(FloatArray x, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            float value = x.get(i);
            x.set(i, 0.5f * value * (1f + errorFunction(value * 0.70710678f)));
        }
    }

    /** {@code x = x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2}, in place; {@code x} is {@code [size]}. */
    public static void geluTanh(FloatArray x, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            float value = x.get(i);
            float inner = 0.7978845608f * (value + 0.044715f * value * value * value);
            x.set(i, 0.5f * value * (1f + hyperbolicTangent(inner)));
        }
    }

    /** {@code x = max(x, 0)}, in place; {@code x} is {@code [size]}. */
    public static void relu(FloatArray x, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            float value = x.get(i);
            // Not max: on a device that turns NaN into 0 and hides it from MemoryCheck.
            x.set(i, value < 0f ? 0f : value);
        }
    }

    /** {@code x = x / (1 + exp(-x))}, in place; {@code x} is {@code [size]}. */
    public static void silu(FloatArray x, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            float value = x.get(i);
            x.set(i, value / (1f + TornadoMath.exp(0f - value)));
        }
    }

    /** {@code x = tanh(x)}, in place; {@code x} is {@code [size]}. */
    public static void tanhActivation(FloatArray x, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            x.set(i, hyperbolicTangent(x.get(i)));
        }
    }

    /** {@code tanh} by one exponential of a number that is never positive, so that nothing overflows. */
    public static float hyperbolicTangent(float value) {
        float magnitude = TornadoMath.abs(value);
        float small = TornadoMath.exp(-2f * magnitude);
        float result = (1f - small) / (1f + small);
        return value < 0f ? 0f - result : result;
    }

    /** The error function; Abramowitz and Stegun, formula 7.1.26, absolute error below 1.5e-7. */
    public static float errorFunction(float value) {
        float magnitude = TornadoMath.abs(value);
        float t = 1f / (1f + 0.3275911f * magnitude);
        float polynomial = t * (0.254829592f
                + t * (-0.284496736f + t * (1.421413741f + t * (-1.453152027f + t * 1.061405429f))));
        float result = 1f - polynomial * TornadoMath.exp(0f - magnitude * magnitude);
        return value < 0f ? 0f - result : result;
    }

    /** Applies {@code kind} to {@code x}, {@code [size]}, in place. */
    public static Launch launch(Kind kind, FloatArray x, int size) {
        Launch launch = switch (kind) {
            case GELU -> Launch.of("geluErf", Activation::geluErf, x, size);
            case GELU_TANH -> Launch.of("geluTanh", Activation::geluTanh, x, size);
            case RELU -> Launch.of("relu", Activation::relu, x, size);
            case SILU -> Launch.of("silu", Activation::silu, x, size);
            case TANH -> Launch.of("tanh", Activation::tanhActivation, x, size);
        };
        return launch.reads(x).writes(x).onJvm(VectorForms.activation(kind, x, size))
                .onDevice(DeviceForms.activation(kind, x, size));
    }
}
