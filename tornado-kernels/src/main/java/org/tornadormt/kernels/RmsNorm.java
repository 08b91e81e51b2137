package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.tornado.DeviceForms;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Root-mean-square normalisation over the last dimension (arXiv 1910.07467), as the Llama models have it. */
public final class RmsNorm {

    private RmsNorm() {}

    /**
     * {@code out[r] = x[r] / sqrt(mean(x[r]²) + epsilon) * weight}.
     *
     * @param x {@code [rows, hiddenSize]}
     * @param weight {@code [layers, hiddenSize]}
     * @param out {@code [rows, hiddenSize]}; may be {@code x}
     * @param layer the layer to use, {@code [1]}
     */
    public static void rmsNorm(FloatArray x, FloatArray weight, FloatArray out, IntArray layer, int rows,
            int hiddenSize, float epsilon) {
        for (@Parallel int r = 0; r < rows; r++) {
            int row = r * hiddenSize;
            int parameters = layer.get(0) * hiddenSize;
            float squares = 0f;
            for (int i = 0; i < hiddenSize; i++) {
                squares += x.get(row + i) * x.get(row + i);
            }
            float scale = 1f / TornadoMath.sqrt(squares / hiddenSize + epsilon);
            for (int i = 0; i < hiddenSize; i++) {
                out.set(row + i, x.get(row + i) * scale * weight.get(parameters + i));
            }
        }
    }

    /** See {@link #rmsNorm}. */
    public static Launch launch(FloatArray x, FloatArray weight, FloatArray out, IntArray layer, int rows,
            int hiddenSize, float epsilon) {
        return Launch.of("rmsNorm", RmsNorm::rmsNorm, x, weight, out, layer, rows, hiddenSize, epsilon)
                .reads(x, weight, layer).writes(out)
                .onJvm(VectorForms.rmsNorm(x, weight, out, layer, rows, hiddenSize, epsilon))
                .onDevice(DeviceForms.rmsNorm(x, weight, out, layer, rows, hiddenSize, epsilon));
    }
}
