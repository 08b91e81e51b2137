package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Gradients of {@link org.tornadormt.kernels.LayerNorm}: with {@code n = (x - mean) / deviation}, first with respect to
 * {@code x}, which also leaves mean and 1 / deviation of each row for the second, with respect to weight and bias.
 */
public final class LayerNormGradient {
    /** Numbers that the first kernel leaves for the second: mean and 1 / deviation of a row. */
    public static final int STATISTICS = 2;

    private LayerNormGradient() {}

    /**
     * {@code xGradient[r] = (g - mean(g) - n mean(g n)) / deviation} with {@code g = outGradient[r] * weight}, added to
     * what is there if {@code accumulate} is 1.
     *
     * @param x what was normalised, {@code [rows, hiddenSize]}
     * @param weight {@code [layers, hiddenSize]}
     * @param outGradient {@code [rows, hiddenSize]}
     * @param xGradient {@code [rows, hiddenSize]}
     * @param statistics mean and 1 / deviation of each row, {@code [rows, STATISTICS]}
     * @param layer the layer to use, {@code [1]}
     * @param accumulate 1 to add, 0 to overwrite
     */
    public static void layerNormInputGradient(FloatArray x, FloatArray weight, FloatArray outGradient,
            FloatArray xGradient, FloatArray statistics, IntArray layer, int rows, int hiddenSize, float epsilon,
            int accumulate) {
        for (@Parallel int r = 0; r < rows; r++) {
            int row = r * hiddenSize;
            int parameters = layer.get(0) * hiddenSize;
            float sum = 0f;
            for (int i = 0; i < hiddenSize; i++) {
                sum += x.get(row + i);
            }
            float mean = sum / hiddenSize;
            float squares = 0f;
            for (int i = 0; i < hiddenSize; i++) {
                float centred = x.get(row + i) - mean;
                squares += centred * centred;
            }
            float scale = 1f / TornadoMath.sqrt(squares / hiddenSize + epsilon);
            float sumOfGradients = 0f;
            float sumOfProducts = 0f;
            for (int i = 0; i < hiddenSize; i++) {
                float gradient = outGradient.get(row + i) * weight.get(parameters + i);
                sumOfGradients += gradient;
                sumOfProducts += gradient * ((x.get(row + i) - mean) * scale);
            }
            float meanGradient = sumOfGradients / hiddenSize;
            float meanProduct = sumOfProducts / hiddenSize;
            for (int i = 0; i < hiddenSize; i++) {
                float gradient = outGradient.get(row + i) * weight.get(parameters + i);
                float normal = (x.get(row + i) - mean) * scale;
                float result = (gradient - meanGradient - normal * meanProduct) * scale;
                if (accumulate == 1) {
                    result += xGradient.get(row + i);
                }
                xGradient.set(row + i, result);
            }
            statistics.set(r * STATISTICS, mean);
            statistics.set(r * STATISTICS + 1, scale);
        }
    }

    /**
     * {@code weightGradient += Σ_r outGradient[r] n[r]} and {@code biasGradient += Σ_r outGradient[r]}.
     *
     * @param x what was normalised, {@code [rows, hiddenSize]}
     * @param outGradient {@code [rows, hiddenSize]}
     * @param statistics what {@link #layerNormInputGradient} wrote, {@code [rows, STATISTICS]}
     * @param weightGradient {@code [layers, hiddenSize]}
     * @param biasGradient {@code [layers, hiddenSize]}
     * @param layer the layer to use, {@code [1]}
     */
    public static void layerNormParameterGradient(FloatArray x, FloatArray outGradient, FloatArray statistics,
            FloatArray weightGradient, FloatArray biasGradient, IntArray layer, int rows, int hiddenSize) {
        for (@Parallel int i = 0; i < hiddenSize; i++) {
            int parameter = layer.get(0) * hiddenSize + i;
            float weightSum = weightGradient.get(parameter);
            float biasSum = biasGradient.get(parameter);
            for (int r = 0; r < rows; r++) {
                float gradient = outGradient.get(r * hiddenSize + i);
                float centred = x.get(r * hiddenSize + i) - statistics.get(r * STATISTICS);
                weightSum += gradient * (centred * statistics.get(r * STATISTICS + 1));
                biasSum += gradient;
            }
            weightGradient.set(parameter, weightSum);
            biasGradient.set(parameter, biasSum);
        }
    }

    /** See {@link #layerNormInputGradient}. */
    public static Launch input(FloatArray x, FloatArray weight, FloatArray outGradient, FloatArray xGradient,
            FloatArray statistics, IntArray layer, int rows, int hiddenSize, float epsilon, boolean accumulate) {
        Launch launch = Launch
                .of("layerNormInputGradient", LayerNormGradient::layerNormInputGradient, x, weight, outGradient,
                        xGradient, statistics, layer, rows, hiddenSize, epsilon, accumulate ? 1 : 0)
                .reads(x, weight, outGradient, layer).writes(xGradient, statistics)
                .onJvm(GradientForms.layerNormInput(x, weight, outGradient, xGradient, statistics, layer, rows,
                        hiddenSize, epsilon, accumulate));
        return accumulate ? launch.reads(x, weight, outGradient, layer, xGradient) : launch;
    }

    /** See {@link #layerNormParameterGradient}. */
    public static Launch parameters(FloatArray x, FloatArray outGradient, FloatArray statistics,
            FloatArray weightGradient, FloatArray biasGradient, IntArray layer, int rows, int hiddenSize) {
        return Launch
                .of("layerNormParameterGradient", LayerNormGradient::layerNormParameterGradient, x, outGradient,
                        statistics, weightGradient, biasGradient, layer, rows, hiddenSize)
                .reads(x, outGradient, statistics, weightGradient, biasGradient, layer)
                .writes(weightGradient, biasGradient)
                .onJvm(GradientForms.layerNormParameters(x, outGradient, statistics, weightGradient, biasGradient,
                        layer, rows, hiddenSize));
    }
}
