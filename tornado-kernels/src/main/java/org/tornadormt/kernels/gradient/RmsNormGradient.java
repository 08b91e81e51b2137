package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Gradient of {@link org.tornadormt.kernels.RmsNorm}. With {@code n} the normalised row, before weight:
 * {@code out = n * weight}.
 */
public final class RmsNormGradient {

    private RmsNormGradient() {}

    /**
     * {@code xGradient[r] = (g - n mean(g n)) / √(mean square)} with {@code g = outGradient[r] * weight}, added to what
     * is there if {@code accumulate} is 1.
     *
     * @param x what was normalised, {@code [rows, hiddenSize]}
     * @param weight {@code [layers, hiddenSize]}
     * @param outGradient {@code [rows, hiddenSize]}
     * @param xGradient {@code [rows, hiddenSize]}
     * @param statistics 1 / root of the mean square of each row, {@code [rows]}
     * @param layer the layer to use, {@code [1]}
     * @param accumulate 1 to add, 0 to overwrite
     */
    public static void rmsNormInputGradient(FloatArray x, FloatArray weight, FloatArray outGradient,
            FloatArray xGradient, FloatArray statistics, IntArray layer, int rows, int hiddenSize, float epsilon,
            int accumulate) {
        for (@Parallel int r = 0; r < rows; r++) {
            int row = r * hiddenSize;
            int parameters = layer.get(0) * hiddenSize;
            float squares = 0f;
            for (int i = 0; i < hiddenSize; i++) {
                squares += x.get(row + i) * x.get(row + i);
            }
            float scale = 1f / TornadoMath.sqrt(squares / hiddenSize + epsilon);
            float sumOfProducts = 0f;
            for (int i = 0; i < hiddenSize; i++) {
                sumOfProducts += outGradient.get(row + i) * weight.get(parameters + i) * (x.get(row + i) * scale);
            }
            float meanProduct = sumOfProducts / hiddenSize;
            for (int i = 0; i < hiddenSize; i++) {
                float gradient = outGradient.get(row + i) * weight.get(parameters + i);
                float result = (gradient - x.get(row + i) * scale * meanProduct) * scale;
                if (accumulate == 1) {
                    result += xGradient.get(row + i);
                }
                xGradient.set(row + i, result);
            }
            statistics.set(r, scale);
        }
    }

    /**
     * {@code weightGradient += Σ_r outGradient[r] n[r]}.
     *
     * @param x what was normalised, {@code [rows, hiddenSize]}
     * @param outGradient {@code [rows, hiddenSize]}
     * @param statistics what {@link #rmsNormInputGradient} wrote, {@code [rows]}
     * @param weightGradient {@code [layers, hiddenSize]}
     * @param layer the layer to use, {@code [1]}
     */
    public static void rmsNormParameterGradient(FloatArray x, FloatArray outGradient, FloatArray statistics,
            FloatArray weightGradient, IntArray layer, int rows, int hiddenSize) {
        for (@Parallel int i = 0; i < hiddenSize; i++) {
            int parameter = layer.get(0) * hiddenSize + i;
            float sum = weightGradient.get(parameter);
            for (int r = 0; r < rows; r++) {
                sum += outGradient.get(r * hiddenSize + i) * (x.get(r * hiddenSize + i) * statistics.get(r));
            }
            weightGradient.set(parameter, sum);
        }
    }

    /** See {@link #rmsNormInputGradient}. */
    public static Launch input(FloatArray x, FloatArray weight, FloatArray outGradient, FloatArray xGradient,
            FloatArray statistics, IntArray layer, int rows, int hiddenSize, float epsilon, boolean accumulate) {
        Launch launch = Launch
                .of("rmsNormInputGradient", RmsNormGradient::rmsNormInputGradient, x, weight, outGradient, xGradient,
                        statistics, layer, rows, hiddenSize, epsilon, accumulate ? 1 : 0)
                .reads(x, weight, outGradient, layer).writes(xGradient, statistics)
                .onJvm(GradientForms.rmsNormInput(x, weight, outGradient, xGradient, statistics, layer, rows,
                        hiddenSize, epsilon, accumulate));
        return accumulate ? launch.reads(x, weight, outGradient, layer, xGradient) : launch;
    }

    /** See {@link #rmsNormParameterGradient}. */
    public static Launch parameters(FloatArray x, FloatArray outGradient, FloatArray statistics,
            FloatArray weightGradient, IntArray layer, int rows, int hiddenSize) {
        return Launch
                .of("rmsNormParameterGradient", RmsNormGradient::rmsNormParameterGradient, x, outGradient, statistics,
                        weightGradient, layer, rows, hiddenSize)
                .reads(x, outGradient, statistics, weightGradient, layer).writes(weightGradient)
                .onJvm(GradientForms.rmsNormParameters(x, outGradient, statistics, weightGradient, layer, rows,
                        hiddenSize));
    }
}
