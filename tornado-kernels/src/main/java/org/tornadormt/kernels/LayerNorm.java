package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.tornado.DeviceForms;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Layer normalisation over the last dimension (arXiv 1607.06450), as {@code torch.nn.LayerNorm}. */
public final class LayerNorm {

    private LayerNorm() {}

    /**
     * {@code out[r] = (x[r] - mean) / sqrt(variance + epsilon) * weight + bias}, with the biased variance.
     *
     * @param x {@code [rows, hiddenSize]}
     * @param weight {@code [layers, hiddenSize]}
     * @param bias {@code [layers, hiddenSize]}
     * @param out {@code [rows, hiddenSize]}; may be {@code x}
     * @param layer the layer to use, {@code [1]}
     */
    public static void layerNorm(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows, int hiddenSize, float epsilon) {
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
            for (int i = 0; i < hiddenSize; i++) {
                float normal = (x.get(row + i) - mean) * scale;
                out.set(row + i, normal * weight.get(parameters + i) + bias.get(parameters + i));
            }
        }
    }

    /** See {@link #layerNorm}. */
    public static Launch launch(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows, int hiddenSize, float epsilon) {
        return Launch
                .of("layerNorm", LayerNorm::layerNorm, x, weight, bias, out, layer, rows, hiddenSize, epsilon)
                .reads(x, weight, bias, layer).writes(out)
                .onJvm(VectorForms.layerNorm(x, weight, bias, out, layer, rows, hiddenSize, epsilon))
                .onDevice(DeviceForms.layerNorm(x, weight, bias, out, layer, rows, hiddenSize, epsilon));
    }
}
