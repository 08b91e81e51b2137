package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Rotary position embedding with vectors along the pairs of a head. */
final class RotaryForm {
    /** Rows that a thread takes at least. */
    private static final int GRAIN = 8;

    private RotaryForm() {}

    /** See {@link org.tornadormt.kernels.RotaryEmbedding#rotaryEmbedding}. */
    static RowForm of(IntArray rows, FloatArray rotation, FloatArray x, int rowCount, int rowSize, int numHeads,
            int headSize, int pairs) {
        MemorySegment turns = rotation.getSegment();
        MemorySegment values = x.getSegment();
        return new RowForm(rowCount, GRAIN, (from, to) -> {
            for (int r = from; r < to; r++) {
                int position = rows.get(r * RowTable.FIELDS + RowTable.POSITION);
                for (int head = 0; head < numHeads; head++) {
                    turn(values, (long) r * rowSize + head * headSize, turns, 2L * pairs * position, pairs);
                }
            }
        });
    }

    private static void turn(MemorySegment x, long first, MemorySegment turns, long cosines, int pairs) {
        long second = first + pairs;
        long sines = cosines + pairs;
        int i = 0;
        for (; i <= pairs - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector cosine = Lanes.load(turns, cosines + i);
            FloatVector sine = Lanes.load(turns, sines + i);
            FloatVector a = Lanes.load(x, first + i);
            FloatVector b = Lanes.load(x, second + i);
            Lanes.store(a.mul(cosine).sub(b.mul(sine)), x, first + i);
            Lanes.store(b.mul(cosine).add(a.mul(sine)), x, second + i);
        }
        if (i < pairs) {
            VectorMask<Float> mask = Lanes.below(i, pairs);
            FloatVector cosine = Lanes.load(turns, cosines + i, mask);
            FloatVector sine = Lanes.load(turns, sines + i, mask);
            FloatVector a = Lanes.load(x, first + i, mask);
            FloatVector b = Lanes.load(x, second + i, mask);
            Lanes.store(a.mul(cosine).sub(b.mul(sine)), x, first + i, mask);
            Lanes.store(b.mul(cosine).add(a.mul(sine)), x, second + i, mask);
        }
    }
}
