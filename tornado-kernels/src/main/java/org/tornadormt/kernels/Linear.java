package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.tornado.DeviceForms;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.ShortArray;

/**
 * The linear map of {@code torch.nn.Linear}: {@code y = x Wᵀ + b}.
 *
 * <p>The rows of {@code W} lie in panels of {@code width}: the first numbers of {@code width} rows beside each other, then
 * their second numbers, and so on. Neighbouring outputs then read neighbouring numbers, on a GPU as in a vector. With a
 * width of 1 the rows lie one behind the other. Weights have 32 or 16 bits, see {@link StoredNumbers}; sums always have 32.
 */
public final class Linear {

    private Linear() {}

    /**
     * {@code out[r, j] = bias[j] + Σ_k x[r, k] weight[j, k]}.
     *
     * @param x {@code [rows, inFeatures]}
     * @param weight from {@code first} on {@code [layers, panels, inFeatures, width]} with
     *            {@code panels = ceil(outFeatures / width)}, if {@code bits} is 32
     * @param codes the same, if {@code bits} is 16
     * @param decoding what each code stands for
     * @param bias {@code [layers, outFeatures]}
     * @param out {@code [rows, outFeatures]}
     * @param layer the layer to use, {@code [1]}
     */
    public static void linear(FloatArray x, FloatArray weight, ShortArray codes, FloatArray decoding, FloatArray bias,
            FloatArray out, IntArray layer, int bits, int rows, int inFeatures, int outFeatures, int first, int width) {
        for (@Parallel int r = 0; r < rows; r++) {
            for (@Parallel int j = 0; j < outFeatures; j++) {
                int panels = (outFeatures + width - 1) / width;
                int row = first + (layer.get(0) * panels + j / width) * inFeatures * width + j % width;
                float sum = bias.get(layer.get(0) * outFeatures + j);
                for (int k = 0; k < inFeatures; k++) {
                    sum += x.get(r * inFeatures + k)
                            * StoredNumbers.number(weight, codes, decoding, bits, row + k * width);
                }
                out.set(r * outFeatures + j, sum);
            }
        }
    }

    /** See {@link #linear}; {@code weight}, in panels of 1, must not change while the launch is in use. */
    public static Launch launch(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows, int inFeatures, int outFeatures) {
        return launch(x, StoredNumbers.of(weight), bias, out, layer, rows, inFeatures, outFeatures, 0, 1);
    }

    /** See {@link #linear}; {@code weight} must not change while the launch is in use. */
    public static Launch launch(FloatArray x, StoredNumbers weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows, int inFeatures, int outFeatures, int first, int width) {
        return launch(x, weight, bias, out, layer, rows, inFeatures, outFeatures, first, width, true);
    }

    /** See {@link #linear}; {@code weight}, in panels of 1, may change from run to run, as in training. */
    public static Launch launchTrained(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out,
            IntArray layer, int rows, int inFeatures, int outFeatures) {
        return launch(x, StoredNumbers.of(weight), bias, out, layer, rows, inFeatures, outFeatures, 0, 1, false);
    }

    private static Launch launch(FloatArray x, StoredNumbers weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows, int inFeatures, int outFeatures, int first, int width, boolean constant) {
        return Launch
                .of("linear", Linear::linear, x, weight.floats(), weight.codes(), weight.decoding(), bias, out, layer,
                        weight.format().bits(), rows, inFeatures, outFeatures, first, width)
                .reads(x, weight.floats(), weight.codes(), weight.decoding(), bias, layer).writes(out)
                .onJvm(VectorForms.linear(x, weight, bias, out, layer, rows, inFeatures, outFeatures, first,
                        width, constant))
                .onDevice(DeviceForms.linear(x, weight, bias, out, layer, rows, inFeatures, outFeatures, first,
                        width));
    }
}
