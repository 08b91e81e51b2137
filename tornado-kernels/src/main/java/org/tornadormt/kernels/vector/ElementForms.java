package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Forms of operations that treat every element alike. */
final class ElementForms {
    /** Elements that a thread takes at least: fewer are not worth handing out. */
    private static final int GRAIN = 4096;

    private ElementForms() {}

    /** {@code x *= gate}. */
    static RowForm multiply(FloatArray x, FloatArray gate, int size) {
        MemorySegment target = x.getSegment();
        MemorySegment source = gate.getSegment();
        return new RowForm(size, GRAIN, (from, to) -> {
            int i = from;
            for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
                Lanes.store(Lanes.load(target, i).mul(Lanes.load(source, i)), target, i);
            }
            if (i < to) {
                VectorMask<Float> mask = Lanes.below(i, to);
                Lanes.store(Lanes.load(target, i, mask).mul(Lanes.load(source, i, mask)), target, i, mask);
            }
        });
    }

    /** {@code out = in}. */
    static RowForm copy(FloatArray in, FloatArray out) {
        MemorySegment source = in.getSegment();
        MemorySegment target = out.getSegment();
        return new RowForm(in.getSize(), GRAIN, (from, to) -> MemorySegment.copy(source, (long) from * Float.BYTES,
                target, (long) from * Float.BYTES, (long) (to - from) * Float.BYTES));
    }

    /** {@code x += update}. */
    static RowForm add(FloatArray x, FloatArray update, int size) {
        MemorySegment target = x.getSegment();
        MemorySegment source = update.getSegment();
        return new RowForm(size, GRAIN, (from, to) -> {
            int i = from;
            for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
                Lanes.store(Lanes.load(target, i).add(Lanes.load(source, i)), target, i);
            }
            if (i < to) {
                VectorMask<Float> mask = Lanes.below(i, to);
                Lanes.store(Lanes.load(target, i, mask).add(Lanes.load(source, i, mask)), target, i, mask);
            }
        });
    }
}
