package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The gate of a gated feed-forward part (arXiv 2002.05202): an activated map of the input, multiplied with another one.
 * The activation is {@link Activation}'s business, so that any of them can stand in front of a gate.
 */
public final class Gate {

    private Gate() {}

    /** {@code x *= gate}, in place; both are {@code [size]}. */
    public static void multiplyByGate(FloatArray x, FloatArray gate, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            x.set(i, x.get(i) * gate.get(i));
        }
    }

    /** See {@link #multiplyByGate}. */
    public static Launch launch(FloatArray x, FloatArray gate, int size) {
        return Launch.of("gate", Gate::multiplyByGate, x, gate, size).reads(x, gate).writes(x)
                .onJvm(VectorForms.gate(x, gate, size));
    }
}
