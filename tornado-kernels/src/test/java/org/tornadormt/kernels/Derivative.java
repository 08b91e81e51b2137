package org.tornadormt.kernels;

import java.util.function.UnaryOperator;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * What a gradient is the gradient of: with the loss {@code Σ_o outGradient[o] forward(x)[o]}, the array must hold
 * {@code before + d loss / d x} at {@code x = point}.
 *
 * @param gradient the array
 * @param before what it holds before the launch; zero where the launch overwrites it
 * @param point where to differentiate, as long as {@code gradient}
 * @param outGradient as long as what {@code forward} gives
 * @param forward the operation in double precision
 */
record Derivative(FloatArray gradient, double[] before, double[] point, double[] outGradient,
        UnaryOperator<double[]> forward) {

    /** Of an array that the launch overwrites. */
    static Derivative overwritten(FloatArray gradient, double[] point, double[] outGradient,
            UnaryOperator<double[]> forward) {
        return new Derivative(gradient, new double[point.length], point, outGradient, forward);
    }

    /** Of an array to which the launch adds; to be called before it runs. */
    static Derivative added(FloatArray gradient, double[] point, double[] outGradient,
            UnaryOperator<double[]> forward) {
        return new Derivative(gradient, Expected.contentOf(gradient), point, outGradient, forward);
    }
}
