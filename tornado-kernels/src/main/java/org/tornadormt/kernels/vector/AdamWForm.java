package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** A step of AdamW with vectors along the arrays. */
final class AdamWForm {
    /** Elements that a thread takes at least. */
    private static final int GRAIN = 4096;

    private final MemorySegment parameter;
    private final MemorySegment gradient;
    private final MemorySegment firstMoment;
    private final MemorySegment secondMoment;
    private final FloatArray scalars;
    private final int size;

    AdamWForm(FloatArray parameter, FloatArray gradient, FloatArray firstMoment, FloatArray secondMoment,
            FloatArray scalars, int size) {
        this.parameter = parameter.getSegment();
        this.gradient = gradient.getSegment();
        this.firstMoment = firstMoment.getSegment();
        this.secondMoment = secondMoment.getSegment();
        this.scalars = scalars;
        this.size = size;
    }

    /** One unit of work is one element. */
    RowForm rowForm() {
        return new RowForm(size, GRAIN, this::compute);
    }

    private void compute(int from, int to) {
        float gradientScale = scalars.get(AdamWScalars.GRADIENT_SCALE);
        float firstShare = scalars.get(AdamWScalars.FIRST_SHARE);
        float secondDecay = scalars.get(AdamWScalars.SECOND_DECAY);
        float secondShare = scalars.get(AdamWScalars.SECOND_SHARE);
        float rootScale = scalars.get(AdamWScalars.ROOT_SCALE);
        float epsilon = scalars.get(AdamWScalars.EPSILON);
        float stepSize = scalars.get(AdamWScalars.STEP_SIZE);
        float keep = scalars.get(AdamWScalars.KEEP);
        for (int i = from; i < to; i += Lanes.COUNT) {
            // All lanes but at the end of the range.
            VectorMask<Float> mask = Lanes.below(i, to);
            FloatVector g = Lanes.load(gradient, i, mask).mul(gradientScale);
            FloatVector m = Lanes.load(firstMoment, i, mask);
            m = m.add(g.sub(m).mul(firstShare));
            FloatVector v = Lanes.load(secondMoment, i, mask).mul(secondDecay).add(g.mul(secondShare).mul(g));
            FloatVector divisor = v.sqrt().mul(rootScale).add(epsilon);
            FloatVector result = Lanes.load(parameter, i, mask).mul(keep).sub(m.mul(stepSize).div(divisor));
            Lanes.store(m, firstMoment, i, mask);
            Lanes.store(v, secondMoment, i, mask);
            Lanes.store(result, parameter, i, mask);
        }
    }
}
