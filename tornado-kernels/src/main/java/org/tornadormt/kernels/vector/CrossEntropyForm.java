package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cross entropy of a row at a time, in a copy of it: each exponential is computed once. */
final class CrossEntropyForm {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final MemorySegment logits;
    private final IntArray labels;
    private final FloatArray scale;
    private final MemorySegment gradient;
    private final FloatArray loss;
    private final IntArray hit;
    private final int rows;
    private final int outputs;
    private final ThreadLocal<Row> room;

    CrossEntropyForm(FloatArray logits, IntArray labels, FloatArray scale, FloatArray logitsGradient, FloatArray loss,
            IntArray hit, int rows, int outputs) {
        this.logits = logits.getSegment();
        this.labels = labels;
        this.scale = scale;
        gradient = logitsGradient.getSegment();
        this.loss = loss;
        this.hit = hit;
        this.rows = rows;
        this.outputs = outputs;
        room = ThreadLocal.withInitial(() -> new Row(outputs));
    }

    /** One unit of work is one row. */
    RowForm rowForm() {
        return new RowForm(rows, 1, this::compute);
    }

    private void compute(int from, int to) {
        Row row = room.get();
        for (int r = from; r < to; r++) {
            long start = (long) r * outputs * Float.BYTES;
            int label = labels.get(r);
            if (label == CrossEntropy.NO_LABEL) {
                loss.set(r, 0f);
                hit.set(r, 0);
                gradient.asSlice(start, (long) outputs * Float.BYTES).fill((byte) 0);
            } else {
                MemorySegment.copy(logits, FLOAT, start, row.values, 0, outputs);
                float maximum = row.maximum();
                float distance = maximum - row.values[label];
                hit.set(r, distance == 0f && row.isBelow(maximum, label) ? 1 : 0);
                row.subtract(maximum);
                VectorMath.exp(row.values, row.size);
                float sum = row.sum();
                loss.set(r, (float) Math.log(sum) + distance);
                row.multiply(scale.get(0) / sum);
                row.values[label] -= scale.get(0);
                MemorySegment.copy(row.values, 0, gradient, FLOAT, start, outputs);
            }
        }
    }

    /** Room for a row, filled up to whole vectors with what no exponential is left of. */
    private static final class Row {
        private final int count;
        private final int size;
        private final float[] values;
        private final float[] lanes = new float[Lanes.COUNT];

        private Row(int outputs) {
            count = outputs;
            size = Math.ceilDiv(outputs, Lanes.COUNT) * Lanes.COUNT;
            values = new float[size];
        }

        private float maximum() {
            Arrays.fill(values, count, size, Float.NEGATIVE_INFINITY);
            FloatVector largest = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
            for (int i = 0; i < size; i += Lanes.COUNT) {
                largest = largest.max(FloatVector.fromArray(Lanes.SPECIES, values, i));
            }
            largest.intoArray(lanes, 0);
            float maximum = lanes[0];
            for (float lane : lanes) {
                maximum = Math.max(maximum, lane);
            }
            return maximum;
        }

        /** Whether none of the first {@code end} values is {@code limit}. */
        private boolean isBelow(float limit, int end) {
            for (int i = 0; i < end; i += Lanes.COUNT) {
                VectorMask<Float> equal = FloatVector.fromArray(Lanes.SPECIES, values, i)
                        .compare(VectorOperators.EQ, limit, Lanes.below(i, end));
                if (equal.anyTrue()) {
                    return false;
                }
            }
            return true;
        }

        private void subtract(float maximum) {
            for (int i = 0; i < size; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, values, i).sub(maximum).intoArray(values, i);
            }
        }

        private float sum() {
            FloatVector sum = FloatVector.zero(Lanes.SPECIES);
            for (int i = 0; i < size; i += Lanes.COUNT) {
                sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, values, i));
            }
            sum.intoArray(lanes, 0);
            return Lanes.sum(lanes);
        }

        private void multiply(float factor) {
            for (int i = 0; i < size; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, values, i).mul(factor).intoArray(values, i);
            }
        }
    }
}
