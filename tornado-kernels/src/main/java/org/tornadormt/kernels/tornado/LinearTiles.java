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

/**
 * The linear map for GPUs: a group computes 64 rows by 64 outputs, slice by slice of 16 inputs that its work-items
 * bring to their shared memory; each item keeps four rows by four outputs in registers.
 */
final class LinearTiles {
    private static final int SIDE = 16;
    private static final int TILE = 64;
    private static final int SLICE = 16;
    /** One more than a tile: items that write a slice's columns then use different banks of the shared memory. */
    private static final int PITCH = 65;

    private LinearTiles() {}

    static DeviceForm form(FloatArray x, StoredNumbers weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows,
            int inFeatures, int outFeatures, int first, int width) {
        Launch kernel = Launch.of("linearTiles", LinearTiles::linearTiles, new KernelContext(), x, weight.floats(),
                weight.codes(), weight.decoding(), bias, out, layer, weight.format().bits(), rows, inFeatures,
                outFeatures, first, width);
        WorkGrid grid = WorkGrid.ofGroups(Math.ceilDiv(outFeatures, TILE), Math.ceilDiv(rows, TILE), SIDE, SIDE);
        return new DeviceForm(Processor.GPU, kernel, grid).sharing(2 * SLICE * PITCH * Float.BYTES);
    }

    /** See {@link org.tornadormt.kernels.Linear#linear}; of any shape, in panels of any width. */
    static void linearTiles(KernelContext context, FloatArray x, FloatArray weight, ShortArray codes,
            FloatArray decoding, FloatArray bias, FloatArray out, IntArray layer, int bits, int rows, int inFeatures,
            int outFeatures, int first, int width) {
        float[] inputs = context.allocateFloatLocalArray(SLICE * PITCH);
        float[] weights = context.allocateFloatLocalArray(SLICE * PITCH);
        int column = context.localIdx;
        int row = context.localIdy;
        int item = row * SIDE + column;
        int firstRow = context.groupIdy * TILE;
        int firstOutput = context.groupIdx * TILE;
        int firstPanel = layer.get(0) * ((outFeatures + width - 1) / width);
        float sum00 = 0f;
        float sum01 = 0f;
        float sum02 = 0f;
        float sum03 = 0f;
        float sum10 = 0f;
        float sum11 = 0f;
        float sum12 = 0f;
        float sum13 = 0f;
        float sum20 = 0f;
        float sum21 = 0f;
        float sum22 = 0f;
        float sum23 = 0f;
        float sum30 = 0f;
        float sum31 = 0f;
        float sum32 = 0f;
        float sum33 = 0f;
        for (int slice = 0; slice < inFeatures; slice += SLICE) {
            for (int part = 0; part < TILE; part += SIDE) {
                int k = item % SLICE;
                int r = item / SLICE + part;
                int input = TornadoMath.min(firstRow + r, rows - 1) * inFeatures + slice + k;
                inputs[k * PITCH + r] = load(x, input, slice + k < inFeatures);
                // Neighbours in a group read neighbouring weights: inputs of a row, or rows of a panel.
                int wk = width == 1 ? k : item / TILE + part / (TILE / SLICE);
                int wj = width == 1 ? r : item % TILE;
                int output = TornadoMath.min(firstOutput + wj, outFeatures - 1);
                int at = first + ((firstPanel + output / width) * inFeatures + slice + wk) * width + output % width;
                weights[wk * PITCH + wj] = loadWeight(weight, codes, decoding, bits, at, slice + wk < inFeatures);
            }
            context.localBarrier();
            for (int k = 0; k < SLICE; k++) {
                int a = k * PITCH + row;
                int b = k * PITCH + column;
                float a0 = inputs[a];
                float a1 = inputs[a + SIDE];
                float a2 = inputs[a + 2 * SIDE];
                float a3 = inputs[a + 3 * SIDE];
                float b0 = weights[b];
                float b1 = weights[b + SIDE];
                float b2 = weights[b + 2 * SIDE];
                float b3 = weights[b + 3 * SIDE];
                sum00 += a0 * b0;
                sum01 += a0 * b1;
                sum02 += a0 * b2;
                sum03 += a0 * b3;
                sum10 += a1 * b0;
                sum11 += a1 * b1;
                sum12 += a1 * b2;
                sum13 += a1 * b3;
                sum20 += a2 * b0;
                sum21 += a2 * b1;
                sum22 += a2 * b2;
                sum23 += a2 * b3;
                sum30 += a3 * b0;
                sum31 += a3 * b1;
                sum32 += a3 * b2;
                sum33 += a3 * b3;
            }
            context.localBarrier();
        }
        int parameters = layer.get(0) * outFeatures;
        int r = firstRow + row;
        int j = firstOutput + column;
        store(out, bias, sum00, sum01, sum02, sum03, r, rows, j, outFeatures, parameters);
        store(out, bias, sum10, sum11, sum12, sum13, r + SIDE, rows, j, outFeatures, parameters);
        store(out, bias, sum20, sum21, sum22, sum23, r + 2 * SIDE, rows, j, outFeatures, parameters);
        store(out, bias, sum30, sum31, sum32, sum33, r + 3 * SIDE, rows, j, outFeatures, parameters);
    }

    private static float load(FloatArray array, int at, boolean inside) {
        float value = 0f;
        if (inside) {
            value = array.get(at);
        }
        return value;
    }

    private static float loadWeight(FloatArray weight, ShortArray codes, FloatArray decoding, int bits, int at,
            boolean inside) {
        float value = 0f;
        if (inside) {
            value = StoredNumbers.number(weight, codes, decoding, bits, at);
        }
        return value;
    }

    private static void store(FloatArray out, FloatArray bias, float sum0, float sum1, float sum2, float sum3, int r,
            int rows, int j, int outFeatures, int parameters) {
        set(out, bias, sum0, r, j, r < rows && j < outFeatures, outFeatures, parameters);
        set(out, bias, sum1, r, j + SIDE, r < rows && j + SIDE < outFeatures, outFeatures, parameters);
        set(out, bias, sum2, r, j + 2 * SIDE, r < rows && j + 2 * SIDE < outFeatures, outFeatures, parameters);
        set(out, bias, sum3, r, j + 3 * SIDE, r < rows && j + 3 * SIDE < outFeatures, outFeatures, parameters);
    }

    private static void set(FloatArray out, FloatArray bias, float sum, int r, int j, boolean inside, int outFeatures,
            int parameters) {
        if (inside) {
            out.set(r * outFeatures + j, bias.get(parameters + j) + sum);
        }
    }
}
