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
 * The linear map for CPUs, of weights in panels: a work-item computes six rows by sixteen outputs, with vectors along
 * the outputs of a panel, whose sums stay in registers from the first input to the last.
 */
final class LinearPanels {
    private static final int ROWS = 6;
    private static final int OUTPUTS = 2 * Float8Sum.LANES;
    /** Tiles of rows that a group computes one after the other, with the same weights. */
    private static final int GROUP = 8;

    private LinearPanels() {}

    static DeviceForm form(FloatArray x, StoredNumbers weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows,
            int inFeatures, int outFeatures, int first, int width) {
        Launch kernel = Launch.of("linearPanels", LinearPanels::linearPanels, new KernelContext(), x, weight.floats(),
                weight.codes(), weight.decoding(), bias, out, layer, weight.format().bits(), rows, inFeatures,
                outFeatures, first, width);
        WorkGrid grid = WorkGrid.covering(Math.ceilDiv(rows, ROWS), Math.ceilDiv(outFeatures, OUTPUTS), GROUP, 1);
        return new DeviceForm(Processor.CPU, kernel, grid)
                .onlyIf(width % Float8Sum.LANES == 0 && first % Float8Sum.LANES == 0,
                        "panels of " + width + " or " + first + " numbers in front are no multiple of "
                                + Float8Sum.LANES);
    }

    /**
     * See {@link org.tornadormt.kernels.Linear#linear}; {@code width} is a multiple of 8, and so is {@code first}. At the
     * borders a tile computes its last row or its first outputs more than once.
     */
    static void linearPanels(KernelContext context, FloatArray x, FloatArray weight, ShortArray codes,
            FloatArray decoding, FloatArray bias, FloatArray out, IntArray layer, int bits, int rows, int inFeatures,
            int outFeatures, int first, int width) {
        VectorFloat8 vectors = new VectorFloat8(weight);
        int r = context.globalIdx * ROWS;
        int j = context.globalIdy * OUTPUTS;
        int second = j + Float8Sum.LANES < outFeatures ? j + Float8Sum.LANES : j;
        int firstPanel = layer.get(0) * ((outFeatures + width - 1) / width);
        int step = width / Float8Sum.LANES;
        int w0 = (first + (firstPanel + j / width) * inFeatures * width + j % width) / Float8Sum.LANES;
        int w1 = (first + (firstPanel + second / width) * inFeatures * width + second % width) / Float8Sum.LANES;
        int x0 = TornadoMath.min(r, rows - 1) * inFeatures;
        int x1 = TornadoMath.min(r + 1, rows - 1) * inFeatures;
        int x2 = TornadoMath.min(r + 2, rows - 1) * inFeatures;
        int x3 = TornadoMath.min(r + 3, rows - 1) * inFeatures;
        int x4 = TornadoMath.min(r + 4, rows - 1) * inFeatures;
        int x5 = TornadoMath.min(r + 5, rows - 1) * inFeatures;
        Float8 sum00 = Float8Sum.all(0f);
        Float8 sum01 = Float8Sum.all(0f);
        Float8 sum10 = Float8Sum.all(0f);
        Float8 sum11 = Float8Sum.all(0f);
        Float8 sum20 = Float8Sum.all(0f);
        Float8 sum21 = Float8Sum.all(0f);
        Float8 sum30 = Float8Sum.all(0f);
        Float8 sum31 = Float8Sum.all(0f);
        Float8 sum40 = Float8Sum.all(0f);
        Float8 sum41 = Float8Sum.all(0f);
        Float8 sum50 = Float8Sum.all(0f);
        Float8 sum51 = Float8Sum.all(0f);
        for (int k = 0; k < inFeatures; k++) {
            Float8 b0 = Float8Sum.weights(vectors, codes, decoding, bits, w0 + k * step);
            Float8 b1 = Float8Sum.weights(vectors, codes, decoding, bits, w1 + k * step);
            Float8 a0 = Float8Sum.all(x.get(x0 + k));
            Float8 a1 = Float8Sum.all(x.get(x1 + k));
            Float8 a2 = Float8Sum.all(x.get(x2 + k));
            Float8 a3 = Float8Sum.all(x.get(x3 + k));
            Float8 a4 = Float8Sum.all(x.get(x4 + k));
            Float8 a5 = Float8Sum.all(x.get(x5 + k));
            sum00 = Float8Sum.addProduct(sum00, a0, b0);
            sum01 = Float8Sum.addProduct(sum01, a0, b1);
            sum10 = Float8Sum.addProduct(sum10, a1, b0);
            sum11 = Float8Sum.addProduct(sum11, a1, b1);
            sum20 = Float8Sum.addProduct(sum20, a2, b0);
            sum21 = Float8Sum.addProduct(sum21, a2, b1);
            sum30 = Float8Sum.addProduct(sum30, a3, b0);
            sum31 = Float8Sum.addProduct(sum31, a3, b1);
            sum40 = Float8Sum.addProduct(sum40, a4, b0);
            sum41 = Float8Sum.addProduct(sum41, a4, b1);
            sum50 = Float8Sum.addProduct(sum50, a5, b0);
            sum51 = Float8Sum.addProduct(sum51, a5, b1);
        }
        int parameters = layer.get(0) * outFeatures;
        store(out, bias, sum00, r, rows, j, outFeatures, parameters);
        store(out, bias, sum01, r, rows, j + Float8Sum.LANES, outFeatures, parameters);
        store(out, bias, sum10, r + 1, rows, j, outFeatures, parameters);
        store(out, bias, sum11, r + 1, rows, j + Float8Sum.LANES, outFeatures, parameters);
        store(out, bias, sum20, r + 2, rows, j, outFeatures, parameters);
        store(out, bias, sum21, r + 2, rows, j + Float8Sum.LANES, outFeatures, parameters);
        store(out, bias, sum30, r + 3, rows, j, outFeatures, parameters);
        store(out, bias, sum31, r + 3, rows, j + Float8Sum.LANES, outFeatures, parameters);
        store(out, bias, sum40, r + 4, rows, j, outFeatures, parameters);
        store(out, bias, sum41, r + 4, rows, j + Float8Sum.LANES, outFeatures, parameters);
        store(out, bias, sum50, r + 5, rows, j, outFeatures, parameters);
        store(out, bias, sum51, r + 5, rows, j + Float8Sum.LANES, outFeatures, parameters);
    }

    private static void store(FloatArray out, FloatArray bias, Float8 sum, int r, int rows, int j, int outFeatures,
            int parameters) {
        int at = r * outFeatures;
        set(out, bias, sum.getS0(), at, j, r < rows && j < outFeatures, parameters);
        set(out, bias, sum.getS1(), at, j + 1, r < rows && j + 1 < outFeatures, parameters);
        set(out, bias, sum.getS2(), at, j + 2, r < rows && j + 2 < outFeatures, parameters);
        set(out, bias, sum.getS3(), at, j + 3, r < rows && j + 3 < outFeatures, parameters);
        set(out, bias, sum.getS4(), at, j + 4, r < rows && j + 4 < outFeatures, parameters);
        set(out, bias, sum.getS5(), at, j + 5, r < rows && j + 5 < outFeatures, parameters);
        set(out, bias, sum.getS6(), at, j + 6, r < rows && j + 6 < outFeatures, parameters);
        set(out, bias, sum.getS7(), at, j + 7, r < rows && j + 7 < outFeatures, parameters);
    }

    private static void set(FloatArray out, FloatArray bias, float sum, int at, int j, boolean inside, int parameters) {
        if (inside) {
            out.set(at + j, bias.get(parameters + j) + sum);
        }
    }
}
