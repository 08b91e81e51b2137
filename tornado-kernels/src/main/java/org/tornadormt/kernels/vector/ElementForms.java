package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;
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

    /** The activation {@code kind}, in place. A loop for each, so that the JIT compiles each with its own formula. */
    static RowForm activation(Activation.Kind kind, FloatArray x, int size) {
        MemorySegment segment = x.getSegment();
        RowForm.Body body = switch (kind) {
            case GELU -> (from, to) -> geluErf(segment, from, to);
            case GELU_TANH -> (from, to) -> geluTanh(segment, from, to);
            case RELU -> (from, to) -> apply(segment, from, to, v -> v.max(0f));
            case SILU -> (from, to) -> apply(segment, from, to, v -> v.div(VectorMath.exp(v.neg()).add(1f)));
            case TANH -> (from, to) -> apply(segment, from, to, VectorMath::tanh);
        };
        return new RowForm(size, GRAIN, body);
    }

    private static void geluErf(MemorySegment x, int from, int to) {
        apply(x, from, to, v -> v.mul(0.5f).mul(VectorMath.erf(v.mul(0.70710678f)).add(1f)));
    }

    private static void geluTanh(MemorySegment x, int from, int to) {
        apply(x, from, to, v -> {
            FloatVector cube = v.mul(v).mul(v);
            FloatVector inner = cube.mul(0.044715f).add(v).mul(0.7978845608f);
            return v.mul(0.5f).mul(VectorMath.tanh(inner).add(1f));
        });
    }

    private static void apply(MemorySegment x, int from, int to, UnaryOperator<FloatVector> function) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            Lanes.store(function.apply(Lanes.load(x, i)), x, i);
        }
        if (i < to) {
            VectorMask<Float> mask = Lanes.below(i, to);
            Lanes.store(function.apply(Lanes.load(x, i, mask)), x, i, mask);
        }
    }
}
