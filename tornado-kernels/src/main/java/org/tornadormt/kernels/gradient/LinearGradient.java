package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Gradients of {@link org.tornadormt.kernels.Linear}, {@code y = x Wᵀ + b}. Rows that are padding must have a gradient
 * of zero: their {@code x} would count otherwise.
 */
public final class LinearGradient {

    private LinearGradient() {}

    /**
     * {@code xGradient[r, k] = Σ_j outGradient[r, j] weight[j, k]}, added to what is there if {@code accumulate} is 1.
     *
     * @param outGradient {@code [rows, outFeatures]}
     * @param weight {@code [layers, outFeatures, inFeatures]}
     * @param xGradient {@code [rows, inFeatures]}
     * @param layer the layer to use, {@code [1]}
     * @param accumulate 1 to add, 0 to overwrite
     */
    public static void linearInputGradient(FloatArray outGradient, FloatArray weight, FloatArray xGradient,
            IntArray layer, int rows, int inFeatures, int outFeatures, int accumulate) {
        for (@Parallel int r = 0; r < rows; r++) {
            for (@Parallel int k = 0; k < inFeatures; k++) {
                int first = layer.get(0) * outFeatures * inFeatures + k;
                float sum = 0f;
                if (accumulate == 1) {
                    sum = xGradient.get(r * inFeatures + k);
                }
                for (int j = 0; j < outFeatures; j++) {
                    sum += outGradient.get(r * outFeatures + j) * weight.get(first + j * inFeatures);
                }
                xGradient.set(r * inFeatures + k, sum);
            }
        }
    }

    /**
     * {@code weightGradient[j, k] += Σ_r outGradient[r, j] x[r, k]}.
     *
     * @param outGradient {@code [rows, outFeatures]}
     * @param x {@code [rows, inFeatures]}
     * @param weightGradient {@code [layers, outFeatures, inFeatures]}
     * @param layer the layer to use, {@code [1]}
     */
    public static void linearWeightGradient(FloatArray outGradient, FloatArray x, FloatArray weightGradient,
            IntArray layer, int rows, int inFeatures, int outFeatures) {
        for (@Parallel int j = 0; j < outFeatures; j++) {
            for (@Parallel int k = 0; k < inFeatures; k++) {
                int element = (layer.get(0) * outFeatures + j) * inFeatures + k;
                float sum = weightGradient.get(element);
                for (int r = 0; r < rows; r++) {
                    sum += outGradient.get(r * outFeatures + j) * x.get(r * inFeatures + k);
                }
                weightGradient.set(element, sum);
            }
        }
    }

    /**
     * {@code biasGradient[j] += Σ_r outGradient[r, j]}.
     *
     * @param outGradient {@code [rows, outFeatures]}
     * @param biasGradient {@code [layers, outFeatures]}
     * @param layer the layer to use, {@code [1]}
     */
    public static void linearBiasGradient(FloatArray outGradient, FloatArray biasGradient, IntArray layer, int rows,
            int outFeatures) {
        for (@Parallel int j = 0; j < outFeatures; j++) {
            int element = layer.get(0) * outFeatures + j;
            float sum = biasGradient.get(element);
            for (int r = 0; r < rows; r++) {
                sum += outGradient.get(r * outFeatures + j);
            }
            biasGradient.set(element, sum);
        }
    }

    /** See {@link #linearInputGradient}. */
    public static Launch input(FloatArray outGradient, FloatArray weight, FloatArray xGradient, IntArray layer,
            int rows, int inFeatures, int outFeatures, boolean accumulate) {
        Launch launch = Launch
                .of("linearInputGradient", LinearGradient::linearInputGradient, outGradient, weight, xGradient, layer,
                        rows, inFeatures, outFeatures, accumulate ? 1 : 0)
                .reads(outGradient, weight, layer).writes(xGradient)
                .onJvm(GradientForms.linearInput(outGradient, weight, xGradient, layer, rows, inFeatures, outFeatures,
                        accumulate));
        return accumulate ? launch.reads(outGradient, weight, layer, xGradient) : launch;
    }

    /** See {@link #linearWeightGradient}. */
    public static Launch weight(FloatArray outGradient, FloatArray x, FloatArray weightGradient, IntArray layer,
            int rows, int inFeatures, int outFeatures) {
        return Launch
                .of("linearWeightGradient", LinearGradient::linearWeightGradient, outGradient, x, weightGradient,
                        layer, rows, inFeatures, outFeatures)
                .reads(outGradient, x, weightGradient, layer).writes(weightGradient)
                .onJvm(GradientForms.linearWeight(outGradient, x, weightGradient, layer, rows, inFeatures,
                        outFeatures));
    }

    /** See {@link #linearBiasGradient}. */
    public static Launch bias(FloatArray outGradient, FloatArray biasGradient, IntArray layer, int rows,
            int outFeatures) {
        return Launch
                .of("linearBiasGradient", LinearGradient::linearBiasGradient, outGradient, biasGradient, layer, rows,
                        outFeatures)
                .reads(outGradient, biasGradient, layer).writes(biasGradient)
                .onJvm(GradientForms.linearBias(outGradient, biasGradient, layer, rows, outFeatures));
    }
}
