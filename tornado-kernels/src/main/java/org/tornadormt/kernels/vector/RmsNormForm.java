package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Root-mean-square norm with vectors along the row. */
final class RmsNormForm {
    private static final int GRAIN = 8;

    private RmsNormForm() {}

    /** See {@link org.tornadormt.kernels.RmsNorm#rmsNorm}. */
    static RowForm of(FloatArray x, FloatArray weight, FloatArray out, IntArray layer, int rows, int hiddenSize,
            float epsilon) {
        MemorySegment input = x.getSegment();
        MemorySegment output = out.getSegment();
        MemorySegment scales = weight.getSegment();
        ThreadLocal<float[]> lanes = ThreadLocal.withInitial(() -> new float[Lanes.COUNT]);
        return new RowForm(rows, GRAIN, (from, to) -> {
            float[] room = lanes.get();
            int parameters = layer.get(0) * hiddenSize;
            for (int r = from; r < to; r++) {
                normalise(input, output, r * hiddenSize, scales, parameters, hiddenSize, epsilon, room);
            }
        });
    }

    private static void normalise(MemorySegment x, MemorySegment out, int row, MemorySegment weight, int parameters,
            int size, float epsilon, float[] lanes) {
        float scale = (float) (1 / Math.sqrt(sumOfSquares(x, row, size, lanes) / size + epsilon));
        int i = 0;
        for (; i <= size - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector normal = Lanes.load(x, row + i).mul(scale);
            Lanes.store(normal.mul(Lanes.load(weight, parameters + i)), out, row + i);
        }
        if (i < size) {
            VectorMask<Float> mask = Lanes.below(i, size);
            FloatVector normal = Lanes.load(x, row + i, mask).mul(scale);
            Lanes.store(normal.mul(Lanes.load(weight, parameters + i, mask)), out, row + i, mask);
        }
    }

    static float sumOfSquares(MemorySegment x, int row, int size, float[] lanes) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        int i = 0;
        for (; i <= size - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector value = Lanes.load(x, row + i);
            sum = value.fma(value, sum);
        }
        if (i < size) {
            FloatVector value = Lanes.load(x, row + i, Lanes.below(i, size));
            sum = value.fma(value, sum);
        }
        sum.intoArray(lanes, 0);
        return Lanes.sum(lanes);
    }
}
