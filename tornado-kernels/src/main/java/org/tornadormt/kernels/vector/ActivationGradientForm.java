package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Gradients of activation functions, in chunks and loops like those of {@link ActivationForm}. */
final class ActivationGradientForm {
    /** Floats of a chunk, whole vectors of any width; also the elements that a thread takes at least. */
    private static final int CHUNK = 1024;
    private static final int GRAIN = 4 * CHUNK;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final Activation.Kind kind;
    private final MemorySegment inputs;
    private final MemorySegment gradients;
    private final int size;
    private final ThreadLocal<Chunk> chunks = ThreadLocal.withInitial(Chunk::new);

    ActivationGradientForm(Activation.Kind kind, FloatArray x, FloatArray gradient, int size) {
        this.kind = kind;
        inputs = x.getSegment();
        gradients = gradient.getSegment();
        this.size = size;
    }

    /** One unit of work is one element. */
    RowForm rowForm() {
        return new RowForm(size, GRAIN, this::compute);
    }

    private void compute(int from, int to) {
        Chunk chunk = chunks.get();
        for (int start = from; start < to; start += CHUNK) {
            int count = Math.min(CHUNK, to - start);
            MemorySegment.copy(inputs, FLOAT, (long) start * Float.BYTES, chunk.x, 0, count);
            MemorySegment.copy(gradients, FLOAT, (long) start * Float.BYTES, chunk.gradient, 0, count);
            chunk.apply(kind, Math.ceilDiv(count, Lanes.COUNT) * Lanes.COUNT);
            MemorySegment.copy(chunk.gradient, 0, gradients, FLOAT, (long) start * Float.BYTES, count);
        }
    }

    /** Room for a chunk; what lies behind its end is computed too, and not used. */
    private static final class Chunk {
        private final float[] x = new float[CHUNK];
        private final float[] gradient = new float[CHUNK];
        private final float[] exponential = new float[CHUNK];

        private void apply(Activation.Kind kind, int count) {
            switch (kind) {
                case GELU -> {
                    argumentOfGelu(count);
                    VectorMath.exp(exponential, count);
                    gelu(count);
                }
                case GELU_TANH -> {
                    argumentOfGeluTanh(count);
                    VectorMath.exp(exponential, count);
                    geluTanh(count);
                }
                case RELU -> relu(count);
                case SILU -> {
                    argumentOfSilu(count);
                    VectorMath.exp(exponential, count);
                    silu(count);
                }
                case TANH -> {
                    argumentOfTanh(count);
                    VectorMath.exp(exponential, count);
                    tanh(count);
                }
            }
        }

        /** {@code exp(-x² / 2)} is in the error function and in the density. */
        private void argumentOfGelu(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, x, i).mul(0.70710678f);
                value.mul(value).neg().intoArray(exponential, i);
            }
        }

        private void gelu(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, x, i);
                FloatVector bell = FloatVector.fromArray(Lanes.SPECIES, exponential, i);
                FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
                FloatVector t = one.div(value.mul(0.70710678f).abs().mul(0.3275911f).add(1f));
                FloatVector sum = FloatVector.broadcast(Lanes.SPECIES, 1.061405429f);
                sum = sum.fma(t, FloatVector.broadcast(Lanes.SPECIES, -1.453152027f));
                sum = sum.fma(t, FloatVector.broadcast(Lanes.SPECIES, 1.421413741f));
                sum = sum.fma(t, FloatVector.broadcast(Lanes.SPECIES, -0.284496736f));
                sum = sum.fma(t, FloatVector.broadcast(Lanes.SPECIES, 0.254829592f));
                FloatVector magnitude = one.sub(sum.mul(t).mul(bell));
                FloatVector errorFunction = magnitude.blend(magnitude.neg(), value.lt(0f));
                FloatVector derivative = errorFunction.add(1f).mul(0.5f).add(value.mul(bell.mul(0.3989422804f)));
                FloatVector.fromArray(Lanes.SPECIES, gradient, i).mul(derivative).intoArray(gradient, i);
            }
        }

        /** With {@code u} for the argument of tanh, {@code exp(-2 |u|)}, which never overflows. */
        private void argumentOfGeluTanh(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, x, i);
                FloatVector u = value.mul(value).mul(value).mul(0.044715f).add(value).mul(0.7978845608f);
                u.abs().mul(-2f).intoArray(exponential, i);
            }
        }

        /**
         * {@code (1 + tanh u) / 2} is 1 or e over {@code 1 + e}, by the sign, and {@code 1 - tanh² u} is {@code 4 e /
         * (1 + e)²}.
         */
        private void geluTanh(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, x, i);
                FloatVector small = FloatVector.fromArray(Lanes.SPECIES, exponential, i);
                FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
                FloatVector divisor = small.add(1f);
                FloatVector half = one.blend(small, value.lt(0f)).div(divisor);
                FloatVector slope = small.mul(4f).div(divisor.mul(divisor));
                FloatVector inner = value.mul(value).mul(0.134145f).add(1f).mul(0.7978845608f);
                FloatVector derivative = half.add(value.mul(0.5f).mul(slope).mul(inner));
                FloatVector.fromArray(Lanes.SPECIES, gradient, i).mul(derivative).intoArray(gradient, i);
            }
        }

        private void relu(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector zero = FloatVector.zero(Lanes.SPECIES);
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, x, i);
                FloatVector.fromArray(Lanes.SPECIES, gradient, i)
                        .blend(zero, value.compare(VectorOperators.LE, 0f)).intoArray(gradient, i);
            }
        }

        private void argumentOfSilu(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, x, i).neg().intoArray(exponential, i);
            }
        }

        private void silu(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, x, i);
                FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
                FloatVector sigmoid = one.div(FloatVector.fromArray(Lanes.SPECIES, exponential, i).add(1f));
                FloatVector derivative = one.sub(sigmoid).mul(value).add(1f).mul(sigmoid);
                FloatVector.fromArray(Lanes.SPECIES, gradient, i).mul(derivative).intoArray(gradient, i);
            }
        }

        private void argumentOfTanh(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, x, i).abs().mul(-2f).intoArray(exponential, i);
            }
        }

        private void tanh(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector small = FloatVector.fromArray(Lanes.SPECIES, exponential, i);
                FloatVector divisor = small.add(1f);
                FloatVector slope = small.mul(4f).div(divisor.mul(divisor));
                FloatVector.fromArray(Lanes.SPECIES, gradient, i).mul(slope).intoArray(gradient, i);
            }
        }
    }
}
