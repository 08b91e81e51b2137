package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Activation functions in chunks that stay in the first cache. Each is the argument of an exponential, the exponential, and
 * what is made of it, in three loops small enough that the JIT inlines everything in them.
 */
final class ActivationForm {
    /** Floats of a chunk, whole vectors of any width; also the elements that a thread takes at least. */
    private static final int CHUNK = 1024;
    private static final int GRAIN = 4 * CHUNK;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final Activation.Kind kind;
    private final MemorySegment values;
    private final int size;
    private final ThreadLocal<Chunk> chunks = ThreadLocal.withInitial(Chunk::new);

    ActivationForm(Activation.Kind kind, FloatArray values, int size) {
        this.kind = kind;
        this.values = values.getSegment();
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
            MemorySegment.copy(values, FLOAT, (long) start * Float.BYTES, chunk.x, 0, count);
            chunk.apply(kind, Math.ceilDiv(count, Lanes.COUNT) * Lanes.COUNT);
            MemorySegment.copy(chunk.x, 0, values, FLOAT, (long) start * Float.BYTES, count);
        }
    }

    /** Room for a chunk; what lies behind its end is computed too, and not used. */
    private static final class Chunk {
        private final float[] x = new float[CHUNK];
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
                    divideByOnePlus(count);
                }
                case RELU -> relu(count);
                case SILU -> {
                    argumentOfSilu(count);
                    VectorMath.exp(exponential, count);
                    divideByOnePlus(count);
                }
                case TANH -> {
                    argumentOfTanh(count);
                    VectorMath.exp(exponential, count);
                    tanh(count);
                }
            }
        }

        /** Of the error function, {@code exp(-(x / √2)²)}. */
        private void argumentOfGelu(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, x, i).mul(0.70710678f);
                value.mul(value).neg().intoArray(exponential, i);
            }
        }

        /** {@code x (1 + erf(x / √2)) / 2}, with the error function that {@link Activation} has. */
        private void gelu(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, x, i);
                FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
                FloatVector t = one.div(value.mul(0.70710678f).abs().mul(0.3275911f).add(1f));
                FloatVector sum = FloatVector.broadcast(Lanes.SPECIES, 1.061405429f);
                sum = sum.fma(t, FloatVector.broadcast(Lanes.SPECIES, -1.453152027f));
                sum = sum.fma(t, FloatVector.broadcast(Lanes.SPECIES, 1.421413741f));
                sum = sum.fma(t, FloatVector.broadcast(Lanes.SPECIES, -0.284496736f));
                sum = sum.fma(t, FloatVector.broadcast(Lanes.SPECIES, 0.254829592f));
                FloatVector magnitude = one
                        .sub(sum.mul(t).mul(FloatVector.fromArray(Lanes.SPECIES, exponential, i)));
                FloatVector errorFunction = magnitude.blend(magnitude.neg(), value.lt(0f));
                value.mul(0.5f).mul(errorFunction.add(1f)).intoArray(x, i);
            }
        }

        /** With {@code u} for the argument of tanh, {@code (1 + tanh u) / 2 = 1 / (1 + exp(-2 u))}. */
        private void argumentOfGeluTanh(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, x, i);
                FloatVector u = value.mul(value).mul(value).mul(0.044715f).add(value).mul(0.7978845608f);
                u.mul(-2f).intoArray(exponential, i);
            }
        }

        private void argumentOfSilu(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, x, i).neg().intoArray(exponential, i);
            }
        }

        private void divideByOnePlus(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector divisor = FloatVector.fromArray(Lanes.SPECIES, exponential, i).add(1f);
                FloatVector.fromArray(Lanes.SPECIES, x, i).div(divisor).intoArray(x, i);
            }
        }

        private void relu(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, x, i).max(0f).intoArray(x, i);
            }
        }

        private void argumentOfTanh(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, x, i).abs().mul(-2f).intoArray(exponential, i);
            }
        }

        /** {@code (1 - e) / (1 + e)} with the sign of {@code x}: nothing overflows. */
        private void tanh(int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector small = FloatVector.fromArray(Lanes.SPECIES, exponential, i);
                FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
                FloatVector magnitude = one.sub(small).div(one.add(small));
                FloatVector negative = magnitude.neg();
                magnitude.blend(negative, FloatVector.fromArray(Lanes.SPECIES, x, i).lt(0f)).intoArray(x, i);
            }
        }
    }
}
