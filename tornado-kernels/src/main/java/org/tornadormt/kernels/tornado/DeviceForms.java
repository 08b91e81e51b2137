package org.tornadormt.kernels.tornado;

import java.util.List;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.StoredNumbers;
import org.tornadormt.kernels.program.DeviceForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Hands out the forms of an operation for TornadoVM devices. */
public final class DeviceForms {

    private DeviceForms() {}

    /** Forms of {@link org.tornadormt.kernels.Linear}. */
    public static List<DeviceForm> linear(FloatArray x, StoredNumbers weight, FloatArray bias, FloatArray out,
            IntArray layer, int rows, int inFeatures, int outFeatures, int first, int width) {
        return List.of(width == 1
                ? LinearRows.form(x, weight, bias, out, layer, rows, inFeatures, outFeatures, first, width)
                : LinearPanels.form(x, weight, bias, out, layer, rows, inFeatures, outFeatures, first, width),
                LinearTiles.form(x, weight, bias, out, layer, rows, inFeatures, outFeatures, first, width));
    }

    /** Forms of {@link org.tornadormt.kernels.Attention}. */
    public static List<DeviceForm> attention(IntArray rows, FloatArray query, FloatArray keys, FloatArray values,
            FloatArray out, IntArray layer, int rowCount, int rowsPerSequence, int cacheSlots, int numHeads,
            int numKeyValueHeads, int headSize, int layerStride) {
        return List.of(AttentionVectors.form(rows, query, keys, values, out, layer, rowCount, rowsPerSequence,
                cacheSlots, numHeads, numKeyValueHeads, headSize, layerStride),
                AttentionTiles.form(rows, query, keys, values, out, layer, rowCount, rowsPerSequence, cacheSlots,
                        numHeads, numKeyValueHeads, headSize, layerStride));
    }

    /** Forms of {@link org.tornadormt.kernels.Activation}; none for most functions. */
    public static List<DeviceForm> activation(Activation.Kind kind, FloatArray x, int size) {
        return kind == Activation.Kind.GELU_TANH ? List.of(ActivationVectors.geluTanh(x, size)) : List.of();
    }

    /** Forms of {@link org.tornadormt.kernels.LayerNorm}. */
    public static List<DeviceForm> layerNorm(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out,
            IntArray layer, int rows, int hiddenSize, float epsilon) {
        return List.of(NormVectors.layerNorm(x, weight, bias, out, layer, rows, hiddenSize, epsilon),
                NormGroups.layerNorm(x, weight, bias, out, layer, rows, hiddenSize, epsilon));
    }

    /** Forms of {@link org.tornadormt.kernels.RmsNorm}. */
    public static List<DeviceForm> rmsNorm(FloatArray x, FloatArray weight, FloatArray out, IntArray layer, int rows,
            int hiddenSize, float epsilon) {
        return List.of(NormVectors.rmsNorm(x, weight, out, layer, rows, hiddenSize, epsilon),
                NormGroups.rmsNorm(x, weight, out, layer, rows, hiddenSize, epsilon));
    }
}
