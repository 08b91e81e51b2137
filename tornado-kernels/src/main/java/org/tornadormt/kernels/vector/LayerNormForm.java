package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Layer norm with vectors along the row. */
final class LayerNormForm {
    private static final int GRAIN = 8;

    private LayerNormForm() {}

    /** See {@link org.tornadormt.kernels.LayerNorm#layerNorm}. */
    static RowForm of(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer, int rows,
            int hiddenSize, float epsilon) {
        MemorySegment input = x.getSegment();
        MemorySegment output = out.getSegment();
        MemorySegment scales = weight.getSegment();
        MemorySegment offsets = bias.getSegment();
        ThreadLocal<float[]> lanes = ThreadLocal.withInitial(() -> new float[Lanes.COUNT]);
        return new RowForm(rows, GRAIN, (from, to) -> {
            float[] room = lanes.get();
            int parameters = layer.get(0) * hiddenSize;
            for (int r = from; r < to; r++) {
                normalise(input, output, r * hiddenSize, scales, offsets, parameters, hiddenSize, epsilon, room);
            }
        });
    }

    private static void normalise(MemorySegment x, MemorySegment out, int row, MemorySegment weight,
            MemorySegment bias, int parameters, int size, float epsilon, float[] lanes) {
        float mean = sum(x, row, size, lanes) / size;
        float variance = sumOfSquares(x, row, size, mean, lanes) / size;
        float scale = (float) (1 / Math.sqrt(variance + epsilon));
        int i = 0;
        for (; i <= size - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector normal = Lanes.load(x, row + i).sub(mean).mul(scale);
            FloatVector result = normal.mul(Lanes.load(weight, parameters + i)).add(Lanes.load(bias, parameters + i));
            Lanes.store(result, out, row + i);
        }
        if (i < size) {
            VectorMask<Float> mask = Lanes.below(i, size);
            FloatVector normal = Lanes.load(x, row + i, mask).sub(mean).mul(scale);
            FloatVector result = normal.mul(Lanes.load(weight, parameters + i, mask))
                    .add(Lanes.load(bias, parameters + i, mask));
            Lanes.store(result, out, row + i, mask);
        }
    }

    static float sum(MemorySegment x, int row, int size, float[] lanes) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        int i = 0;
        for (; i <= size - Lanes.COUNT; i += Lanes.COUNT) {
            sum = sum.add(Lanes.load(x, row + i));
        }
        if (i < size) {
            sum = sum.add(Lanes.load(x, row + i, Lanes.below(i, size)));
        }
        sum.intoArray(lanes, 0);
        return Lanes.sum(lanes);
    }

    static float sumOfSquares(MemorySegment x, int row, int size, float mean, float[] lanes) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        int i = 0;
        for (; i <= size - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector centred = Lanes.load(x, row + i).sub(mean);
            sum = centred.fma(centred, sum);
        }
        if (i < size) {
            VectorMask<Float> mask = Lanes.below(i, size);
            FloatVector centred = Lanes.load(x, row + i, mask).sub(mean, mask);
            sum = centred.fma(centred, sum);
        }
        sum.intoArray(lanes, 0);
        return Lanes.sum(lanes);
    }
}
