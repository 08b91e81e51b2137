package org.tornadormt.kernels.tornado;

import org.tornadormt.kernels.program.DeviceForm;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Processor;
import org.tornadormt.kernels.program.WorkGrid;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat8;
import uk.ac.manchester.tornado.api.types.vectors.Float8;

/** Norms for CPUs: a work-item computes a row with vectors, whose sums a compiler must not make out of plain loops. */
final class NormVectors {

    private NormVectors() {}

    static DeviceForm layerNorm(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows, int hiddenSize, float epsilon) {
        return form(Launch.of("layerNormVectors", NormVectors::layerNormVectors, new KernelContext(), x, weight, bias,
                out, layer, hiddenSize, epsilon), rows, hiddenSize);
    }

    static DeviceForm rmsNorm(FloatArray x, FloatArray weight, FloatArray out, IntArray layer, int rows, int hiddenSize,
            float epsilon) {
        return form(Launch.of("rmsNormVectors", NormVectors::rmsNormVectors, new KernelContext(), x, weight, out, layer,
                hiddenSize, epsilon), rows, hiddenSize);
    }

    private static DeviceForm form(Launch kernel, int rows, int hiddenSize) {
        return new DeviceForm(Processor.CPU, kernel, WorkGrid.ofGroups(rows, 1, 1, 1)).onlyIf(
                hiddenSize % Float8Sum.LANES == 0,
                "rows of " + hiddenSize + " numbers are no multiple of " + Float8Sum.LANES);
    }

    /** See {@link org.tornadormt.kernels.LayerNorm#layerNorm}; {@code hiddenSize} is a multiple of 8. */
    static void layerNormVectors(KernelContext context, FloatArray x, FloatArray weight, FloatArray bias,
            FloatArray out, IntArray layer, int hiddenSize, float epsilon) {
        VectorFloat8 inputs = new VectorFloat8(x);
        VectorFloat8 weights = new VectorFloat8(weight);
        VectorFloat8 biases = new VectorFloat8(bias);
        VectorFloat8 outputs = new VectorFloat8(out);
        int vectors = hiddenSize / Float8Sum.LANES;
        int row = context.globalIdx * vectors;
        int parameters = layer.get(0) * vectors;
        Float8 sum = Float8Sum.all(0f);
        for (int i = 0; i < vectors; i++) {
            sum = Float8.add(sum, inputs.get(row + i));
        }
        Float8 mean = Float8Sum.all(Float8Sum.across(sum) / hiddenSize);
        Float8 squares = Float8Sum.all(0f);
        for (int i = 0; i < vectors; i++) {
            Float8 centred = Float8.sub(inputs.get(row + i), mean);
            squares = Float8Sum.addProduct(squares, centred, centred);
        }
        Float8 scale = Float8Sum.all(1f / TornadoMath.sqrt(Float8Sum.across(squares) / hiddenSize + epsilon));
        for (int i = 0; i < vectors; i++) {
            Float8 normal = Float8.mult(Float8.sub(inputs.get(row + i), mean), scale);
            outputs.set(row + i,
                    Float8Sum.addProduct(biases.get(parameters + i), normal, weights.get(parameters + i)));
        }
    }

    /** See {@link org.tornadormt.kernels.RmsNorm#rmsNorm}; {@code hiddenSize} is a multiple of 8. */
    static void rmsNormVectors(KernelContext context, FloatArray x, FloatArray weight, FloatArray out, IntArray layer,
            int hiddenSize, float epsilon) {
        VectorFloat8 inputs = new VectorFloat8(x);
        VectorFloat8 weights = new VectorFloat8(weight);
        VectorFloat8 outputs = new VectorFloat8(out);
        int vectors = hiddenSize / Float8Sum.LANES;
        int row = context.globalIdx * vectors;
        int parameters = layer.get(0) * vectors;
        Float8 squares = Float8Sum.all(0f);
        for (int i = 0; i < vectors; i++) {
            Float8 value = inputs.get(row + i);
            squares = Float8Sum.addProduct(squares, value, value);
        }
        Float8 scale = Float8Sum.all(1f / TornadoMath.sqrt(Float8Sum.across(squares) / hiddenSize + epsilon));
        for (int i = 0; i < vectors; i++) {
            outputs.set(row + i, Float8.mult(Float8.mult(inputs.get(row + i), scale), weights.get(parameters + i)));
        }
    }
}
