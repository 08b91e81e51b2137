package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Forms of operations of training that go once through an array. */
final class FlatForms {
    /** Elements that a thread takes at least. */
    private static final int GRAIN = 4096;

    private FlatForms() {}

    /** See {@link org.tornadormt.kernels.gradient.Clamp}. */
    static RowForm clamp(FloatArray values, int size, float limit) {
        MemorySegment segment = values.getSegment();
        return new RowForm(size, GRAIN, (from, to) -> {
            int i = from;
            for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
                FloatVector value = Lanes.load(segment, i);
                Lanes.store(value.min(limit).max(-limit), segment, i);
            }
            if (i < to) {
                VectorMask<Float> mask = Lanes.below(i, to);
                Lanes.store(Lanes.load(segment, i, mask).min(limit).max(-limit), segment, i, mask);
            }
        });
    }

    /** See {@link org.tornadormt.kernels.gradient.Fill}. */
    static RowForm zero(FloatArray values) {
        MemorySegment segment = values.getSegment();
        return new RowForm(values.getSize(), GRAIN, (from, to) -> segment
                .asSlice((long) from * Float.BYTES, (long) (to - from) * Float.BYTES).fill((byte) 0));
    }

    /** See {@link org.tornadormt.kernels.gradient.LayerStash#saveLayer}. */
    static RowForm saveLayer(FloatArray x, FloatArray stash, IntArray layer, int size) {
        MemorySegment source = x.getSegment();
        MemorySegment target = stash.getSegment();
        return new RowForm(size, GRAIN, (from, to) -> {
            if (layer.get(0) >= 0) {
                copy(source, from, target, (long) layer.get(0) * size + from, to - from);
            }
        });
    }

    /** See {@link org.tornadormt.kernels.gradient.LayerStash#loadLayer}. */
    static RowForm loadLayer(FloatArray stash, FloatArray x, IntArray layer, int size) {
        MemorySegment source = stash.getSegment();
        MemorySegment target = x.getSegment();
        return new RowForm(size, GRAIN,
                (from, to) -> copy(source, (long) layer.get(0) * size + from, target, from, to - from));
    }

    private static void copy(MemorySegment source, long from, MemorySegment target, long to, int count) {
        MemorySegment.copy(source, from * Float.BYTES, target, to * Float.BYTES, (long) count * Float.BYTES);
    }
}
