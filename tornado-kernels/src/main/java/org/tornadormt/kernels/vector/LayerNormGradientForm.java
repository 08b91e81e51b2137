package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.gradient.LayerNormGradient;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The gradient of layer norm with respect to its input, with vectors along the row. */
final class LayerNormGradientForm {
    private static final int GRAIN = 8;

    private final MemorySegment x;
    private final MemorySegment weight;
    private final MemorySegment outGradient;
    private final MemorySegment xGradient;
    private final int size;
    private final boolean accumulate;

    private LayerNormGradientForm(FloatArray x, FloatArray weight, FloatArray outGradient, FloatArray xGradient,
            int hiddenSize, boolean accumulate) {
        this.x = x.getSegment();
        this.weight = weight.getSegment();
        this.outGradient = outGradient.getSegment();
        this.xGradient = xGradient.getSegment();
        this.accumulate = accumulate;
        size = hiddenSize;
    }

    /** See {@link org.tornadormt.kernels.gradient.LayerNormGradient#layerNormInputGradient}. */
    static RowForm of(FloatArray x, FloatArray weight, FloatArray outGradient, FloatArray xGradient,
            FloatArray statistics, IntArray layer, int rows, int hiddenSize, float epsilon, boolean accumulate) {
        var form = new LayerNormGradientForm(x, weight, outGradient, xGradient, hiddenSize, accumulate);
        ThreadLocal<float[]> lanes = ThreadLocal.withInitial(() -> new float[Lanes.COUNT]);
        return new RowForm(rows, GRAIN, (from, to) -> {
            float[] room = lanes.get();
            int parameters = layer.get(0) * hiddenSize;
            for (int r = from; r < to; r++) {
                int row = r * hiddenSize;
                float mean = LayerNormForm.sum(form.x, row, hiddenSize, room) / hiddenSize;
                float variance = LayerNormForm.sumOfSquares(form.x, row, hiddenSize, mean, room) / hiddenSize;
                float scale = (float) (1 / Math.sqrt(variance + epsilon));
                float meanGradient = form.sumOfGradients(row, parameters, room) / hiddenSize;
                float meanProduct = form.sumOfProducts(row, parameters, mean, scale, room) / hiddenSize;
                form.finish(row, parameters, mean, scale, meanGradient, meanProduct);
                statistics.set(r * LayerNormGradient.STATISTICS, mean);
                statistics.set(r * LayerNormGradient.STATISTICS + 1, scale);
            }
        });
    }

    private float sumOfGradients(int row, int parameters, float[] room) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < size; i += Lanes.COUNT) {
            VectorMask<Float> mask = Lanes.below(i, size);
            sum = Lanes.load(outGradient, row + i, mask).fma(Lanes.load(weight, parameters + i, mask), sum);
        }
        sum.intoArray(room, 0);
        return Lanes.sum(room);
    }

    private float sumOfProducts(int row, int parameters, float mean, float scale, float[] room) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < size; i += Lanes.COUNT) {
            VectorMask<Float> mask = Lanes.below(i, size);
            FloatVector gradient = Lanes.load(outGradient, row + i, mask).mul(Lanes.load(weight, parameters + i, mask));
            FloatVector normal = Lanes.load(x, row + i, mask).sub(mean).mul(scale);
            sum = gradient.fma(normal, sum);
        }
        sum.intoArray(room, 0);
        return Lanes.sum(room);
    }

    private void finish(int row, int parameters, float mean, float scale, float meanGradient, float meanProduct) {
        for (int i = 0; i < size; i += Lanes.COUNT) {
            VectorMask<Float> mask = Lanes.below(i, size);
            FloatVector gradient = Lanes.load(outGradient, row + i, mask).mul(Lanes.load(weight, parameters + i, mask));
            FloatVector normal = Lanes.load(x, row + i, mask).sub(mean).mul(scale);
            FloatVector result = gradient.sub(meanGradient).sub(normal.mul(meanProduct)).mul(scale);
            if (accumulate) {
                result = result.add(Lanes.load(xGradient, row + i, mask));
            }
            Lanes.store(result, xGradient, row + i, mask);
        }
    }
}
