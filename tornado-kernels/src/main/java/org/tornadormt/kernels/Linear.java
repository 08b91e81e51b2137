package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The linear map of {@code torch.nn.Linear}: {@code y = x Wᵀ + b}. */
public final class Linear {

    private Linear() {}

    /**
     * {@code out[r, j] = bias[j] + Σ_k x[r, k] weight[j, k]}.
     *
     * @param x {@code [rows, inFeatures]}
     * @param weight {@code [layers, outFeatures, inFeatures]}
     * @param bias {@code [layers, outFeatures]}
     * @param out {@code [rows, outFeatures]}
     * @param layer the layer to use, {@code [1]}
     */
    public static void linear(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows, int inFeatures, int outFeatures) {
        for (@Parallel int r = 0; r < rows; r++) {
            for (@Parallel int j = 0; j < outFeatures; j++) {
                int output = layer.get(0) * outFeatures + j;
                float sum = bias.get(output);
                for (int k = 0; k < inFeatures; k++) {
                    sum += x.get(r * inFeatures + k) * weight.get(output * inFeatures + k);
                }
                out.set(r * outFeatures + j, sum);
            }
        }
    }

    /** See {@link #linear}; {@code weight} must not change while the launch is in use. */
    public static Launch launch(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows, int inFeatures, int outFeatures) {
        return launch(x, weight, bias, out, layer, rows, inFeatures, outFeatures, true);
    }

    /** See {@link #linear}; {@code weight} may change from run to run, as in training. */
    public static Launch launchTrained(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out,
            IntArray layer, int rows, int inFeatures, int outFeatures) {
        return launch(x, weight, bias, out, layer, rows, inFeatures, outFeatures, false);
    }

    private static Launch launch(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows, int inFeatures, int outFeatures, boolean constant) {
        return Launch
                .of("linear", Linear::linear, x, weight, bias, out, layer, rows, inFeatures, outFeatures)
                .reads(x, weight, bias, layer).writes(out)
                .onJvm(VectorForms.linear(x, weight, bias, out, layer, rows, inFeatures, outFeatures, constant));
    }
}
