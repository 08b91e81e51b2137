package org.tornadormt.kernels.tornado;

import org.tornadormt.kernels.program.DeviceForm;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Processor;
import org.tornadormt.kernels.program.WorkGrid;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Norms for GPUs: a group of work-items to a row, whose partial sums meet in a tree in shared memory. The tree is
 * written out each time: TornadoVM 5.2.0 takes wrong addresses for a shared array that was handed to another method.
 */
final class NormGroups {
    private static final int ITEMS = 128;

    private NormGroups() {}

    static DeviceForm layerNorm(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer,
            int rows, int hiddenSize, float epsilon) {
        return form(Launch.of("layerNormGroups", NormGroups::layerNormGroups, new KernelContext(), x, weight, bias, out,
                layer, rows, hiddenSize, epsilon), rows);
    }

    static DeviceForm rmsNorm(FloatArray x, FloatArray weight, FloatArray out, IntArray layer, int rows, int hiddenSize,
            float epsilon) {
        return form(Launch.of("rmsNormGroups", NormGroups::rmsNormGroups, new KernelContext(), x, weight, out, layer,
                rows, hiddenSize, epsilon), rows);
    }

    private static DeviceForm form(Launch kernel, int rows) {
        return new DeviceForm(Processor.GPU, kernel, WorkGrid.ofGroups(rows, 1, ITEMS, 1)).sharing(ITEMS * Float.BYTES);
    }

    /** See {@link org.tornadormt.kernels.LayerNorm#layerNorm}. */
    static void layerNormGroups(KernelContext context, FloatArray x, FloatArray weight, FloatArray bias, FloatArray out,
            IntArray layer, int rows, int hiddenSize, float epsilon) {
        float[] sums = context.allocateFloatLocalArray(ITEMS);
        int item = context.localIdx;
        int row = context.groupIdx * hiddenSize;
        int parameters = layer.get(0) * hiddenSize;
        float sum = 0f;
        for (int i = item; i < hiddenSize; i += ITEMS) {
            sum += x.get(row + i);
        }
        sums[item] = sum;
        for (int half = ITEMS / 2; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                sums[item] += sums[item + half];
            }
        }
        context.localBarrier();
        float mean = sums[0] / hiddenSize;
        context.localBarrier();
        float squares = 0f;
        for (int i = item; i < hiddenSize; i += ITEMS) {
            float centred = x.get(row + i) - mean;
            squares += centred * centred;
        }
        sums[item] = squares;
        for (int half = ITEMS / 2; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                sums[item] += sums[item + half];
            }
        }
        context.localBarrier();
        float scale = 1f / TornadoMath.sqrt(sums[0] / hiddenSize + epsilon);
        for (int i = item; i < hiddenSize; i += ITEMS) {
            float normal = (x.get(row + i) - mean) * scale;
            out.set(row + i, normal * weight.get(parameters + i) + bias.get(parameters + i));
        }
    }

    /** See {@link org.tornadormt.kernels.RmsNorm#rmsNorm}. */
    static void rmsNormGroups(KernelContext context, FloatArray x, FloatArray weight, FloatArray out, IntArray layer,
            int rows, int hiddenSize, float epsilon) {
        float[] sums = context.allocateFloatLocalArray(ITEMS);
        int item = context.localIdx;
        int row = context.groupIdx * hiddenSize;
        int parameters = layer.get(0) * hiddenSize;
        float squares = 0f;
        for (int i = item; i < hiddenSize; i += ITEMS) {
            squares += x.get(row + i) * x.get(row + i);
        }
        sums[item] = squares;
        for (int half = ITEMS / 2; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                sums[item] += sums[item + half];
            }
        }
        context.localBarrier();
        float scale = 1f / TornadoMath.sqrt(sums[0] / hiddenSize + epsilon);
        for (int i = item; i < hiddenSize; i += ITEMS) {
            out.set(row + i, x.get(row + i) * scale * weight.get(parameters + i));
        }
    }
}
