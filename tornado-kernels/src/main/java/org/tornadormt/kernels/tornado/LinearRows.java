package org.tornadormt.kernels.tornado;

import org.tornadormt.kernels.StoredNumbers;
import org.tornadormt.kernels.program.DeviceForm;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Processor;
import org.tornadormt.kernels.program.WorkGrid;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.ShortArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat8;
import uk.ac.manchester.tornado.api.types.vectors.Float8;

/**
 * The linear map for CPUs, of weights whose rows lie one behind the other: a work-item computes two rows by four
 * outputs, so that six vectors that are loaded feed eight products, with vectors along the inputs.
 */
final class LinearRows {
    private static final int ROWS = 2;
    private static final int OUTPUTS = 4;
    /** Tiles of rows that a group computes one after the other, with the same weights. */
    private static final int GROUP = 8;

    private LinearRows() {}

    static DeviceForm form(FloatArray x, StoredNumbers weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows,
            int inFeatures, int outFeatures, int first, int width) {
        Launch kernel = Launch.of("linearRows", LinearRows::linearRows, new KernelContext(), x, weight.floats(),
                weight.codes(), weight.decoding(), bias, out, layer, weight.format().bits(), rows, inFeatures,
                outFeatures, first, width);
        WorkGrid grid = WorkGrid.covering(Math.ceilDiv(outFeatures, OUTPUTS), Math.ceilDiv(rows, ROWS), 1, GROUP);
        return new DeviceForm(Processor.CPU, kernel, grid)
                .onlyIf(inFeatures % Float8Sum.LANES == 0 && first % Float8Sum.LANES == 0,
                        inFeatures + " inputs or " + first + " numbers in front are no multiple of " + Float8Sum.LANES);
    }

    /**
     * See {@link org.tornadormt.kernels.Linear#linear}; {@code inFeatures} and {@code first} are multiples of 8,
     * {@code width} is 1. At the borders a tile computes its last row or output more than once.
     */
    static void linearRows(KernelContext context, FloatArray x, FloatArray weight, ShortArray codes,
            FloatArray decoding, FloatArray bias, FloatArray out, IntArray layer, int bits, int rows, int inFeatures,
            int outFeatures, int first, int width) {
        VectorFloat8 inputs = new VectorFloat8(x);
        VectorFloat8 weights = new VectorFloat8(weight);
        int vectors = inFeatures / Float8Sum.LANES;
        int firstOutput = layer.get(0) * outFeatures;
        int r = context.globalIdy * ROWS;
        int row0 = TornadoMath.min(r, rows - 1);
        int row1 = TornadoMath.min(r + 1, rows - 1);
        int j0 = context.globalIdx * OUTPUTS;
        int j1 = TornadoMath.min(j0 + 1, outFeatures - 1);
        int j2 = TornadoMath.min(j0 + 2, outFeatures - 1);
        int j3 = TornadoMath.min(j0 + 3, outFeatures - 1);
        int x0 = row0 * vectors;
        int x1 = row1 * vectors;
        int start = first / Float8Sum.LANES;
        int w0 = start + (firstOutput + j0) * vectors;
        int w1 = start + (firstOutput + j1) * vectors;
        int w2 = start + (firstOutput + j2) * vectors;
        int w3 = start + (firstOutput + j3) * vectors;
        Float8 sum00 = Float8Sum.all(0f);
        Float8 sum01 = Float8Sum.all(0f);
        Float8 sum02 = Float8Sum.all(0f);
        Float8 sum03 = Float8Sum.all(0f);
        Float8 sum10 = Float8Sum.all(0f);
        Float8 sum11 = Float8Sum.all(0f);
        Float8 sum12 = Float8Sum.all(0f);
        Float8 sum13 = Float8Sum.all(0f);
        for (int k = 0; k < vectors; k++) {
            Float8 a0 = inputs.get(x0 + k);
            Float8 a1 = inputs.get(x1 + k);
            Float8 b0 = Float8Sum.weights(weights, codes, decoding, bits, w0 + k);
            Float8 b1 = Float8Sum.weights(weights, codes, decoding, bits, w1 + k);
            Float8 b2 = Float8Sum.weights(weights, codes, decoding, bits, w2 + k);
            Float8 b3 = Float8Sum.weights(weights, codes, decoding, bits, w3 + k);
            sum00 = Float8Sum.addProduct(sum00, a0, b0);
            sum01 = Float8Sum.addProduct(sum01, a0, b1);
            sum02 = Float8Sum.addProduct(sum02, a0, b2);
            sum03 = Float8Sum.addProduct(sum03, a0, b3);
            sum10 = Float8Sum.addProduct(sum10, a1, b0);
            sum11 = Float8Sum.addProduct(sum11, a1, b1);
            sum12 = Float8Sum.addProduct(sum12, a1, b2);
            sum13 = Float8Sum.addProduct(sum13, a1, b3);
        }
        float bias0 = bias.get(firstOutput + j0);
        float bias1 = bias.get(firstOutput + j1);
        float bias2 = bias.get(firstOutput + j2);
        float bias3 = bias.get(firstOutput + j3);
        if (r < rows) {
            int out0 = row0 * outFeatures;
            int out1 = row1 * outFeatures;
            out.set(out0 + j0, bias0 + Float8Sum.across(sum00));
            out.set(out0 + j1, bias1 + Float8Sum.across(sum01));
            out.set(out0 + j2, bias2 + Float8Sum.across(sum02));
            out.set(out0 + j3, bias3 + Float8Sum.across(sum03));
            out.set(out1 + j0, bias0 + Float8Sum.across(sum10));
            out.set(out1 + j1, bias1 + Float8Sum.across(sum11));
            out.set(out1 + j2, bias2 + Float8Sum.across(sum12));
            out.set(out1 + j3, bias3 + Float8Sum.across(sum13));
        }
    }
}
