package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Forms of operations that treat every element alike. */
final class ElementForms {
    /** Elements that a thread takes at least: fewer are not worth handing out. */
    private static final int GRAIN = 4096;

    private ElementForms() {}

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

    /** The activation {@code kind}, in place. */
    static RowForm activation(Activation.Kind kind, FloatArray x, int size) {
        MemorySegment segment = x.getSegment();
        return new RowForm(size, GRAIN, (from, to) -> activate(kind, segment, from, to));
    }

    private static void activate(Activation.Kind kind, MemorySegment x, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            Lanes.store(value(kind, Lanes.load(x, i)), x, i);
        }
        if (i < to) {
            activateRest(kind, x, i, to);
        }
    }

    /** In a method of its own: two copies of the arithmetic would be more than the JIT inlines. */
    private static void activateRest(Activation.Kind kind, MemorySegment x, int from, int to) {
        VectorMask<Float> mask = Lanes.below(from, to);
        Lanes.store(value(kind, Lanes.load(x, from, mask)), x, from, mask);
    }

    private static FloatVector value(Activation.Kind kind, FloatVector x) {
        return switch (kind) {
            case GELU -> x.mul(0.5f).mul(VectorMath.erf(x.mul(0.70710678f)).add(1f));
            case GELU_TANH -> {
                FloatVector inner = x.mul(x).mul(x).mul(0.044715f).add(x).mul(0.7978845608f);
                // (1 + tanh u) / 2 = 1 / (1 + exp(-2 u)).
                yield x.div(VectorMath.exp(inner.mul(-2f)).add(1f));
            }
            case RELU -> x.max(0f);
            case SILU -> x.div(VectorMath.exp(x.neg()).add(1f));
            case TANH -> VectorMath.tanh(x);
        };
    }
}
