package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The gradient of root-mean-square norm with respect to its input, with vectors along the row. */
final class RmsNormGradientForm {
    private static final int GRAIN = 8;

    private RmsNormGradientForm() {}

    /** See {@link org.tornadormt.kernels.gradient.RmsNormGradient#rmsNormInputGradient}. */
    static RowForm of(FloatArray x, FloatArray weight, FloatArray outGradient, FloatArray xGradient,
            FloatArray statistics, IntArray layer, int rows, int hiddenSize, float epsilon, boolean accumulate) {
        MemorySegment input = x.getSegment();
        MemorySegment weights = weight.getSegment();
        MemorySegment gradient = outGradient.getSegment();
        MemorySegment result = xGradient.getSegment();
        ThreadLocal<float[]> lanes = ThreadLocal.withInitial(() -> new float[Lanes.COUNT]);
        return new RowForm(rows, GRAIN, (from, to) -> {
            float[] room = lanes.get();
            int parameters = layer.get(0) * hiddenSize;
            for (int r = from; r < to; r++) {
                int row = r * hiddenSize;
                float squares = RmsNormForm.sumOfSquares(input, row, hiddenSize, room);
                float scale = (float) (1 / Math.sqrt(squares / hiddenSize + epsilon));
                float meanProduct = sumOfProducts(input, gradient, row, weights, parameters, scale, hiddenSize, room)
                        / hiddenSize;
                finish(input, gradient, row, weights, parameters, scale, meanProduct, hiddenSize, result, accumulate);
                statistics.set(r, scale);
            }
        });
    }

    private static float sumOfProducts(MemorySegment x, MemorySegment gradient, int row, MemorySegment weight,
            int parameters, float scale, int size, float[] room) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < size; i += Lanes.COUNT) {
            VectorMask<Float> mask = Lanes.below(i, size);
            FloatVector weighted = Lanes.load(gradient, row + i, mask).mul(Lanes.load(weight, parameters + i, mask));
            sum = weighted.fma(Lanes.load(x, row + i, mask).mul(scale), sum);
        }
        sum.intoArray(room, 0);
        return Lanes.sum(room);
    }

    private static void finish(MemorySegment x, MemorySegment gradient, int row, MemorySegment weight, int parameters,
            float scale, float meanProduct, int size, MemorySegment result, boolean accumulate) {
        for (int i = 0; i < size; i += Lanes.COUNT) {
            VectorMask<Float> mask = Lanes.below(i, size);
            FloatVector weighted = Lanes.load(gradient, row + i, mask).mul(Lanes.load(weight, parameters + i, mask));
            FloatVector normal = Lanes.load(x, row + i, mask).mul(scale);
            FloatVector value = weighted.sub(normal.mul(meanProduct)).mul(scale);
            if (accumulate) {
                value = value.add(Lanes.load(result, row + i, mask));
            }
            Lanes.store(value, result, row + i, mask);
        }
    }
}
