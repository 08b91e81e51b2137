package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Attention of one head of one sequence at a time. Keys are turned so that the scores of a row come out as vectors
 * along the slots; then the softmax and the weighted sum of the values are vector loops too. Slots that a row does not
 * see are never computed.
 */
final class AttentionForm {
    private final IntArray rows;
    private final MemorySegment qkv;
    private final MemorySegment keys;
    private final MemorySegment values;
    private final MemorySegment out;
    private final IntArray layer;
    private final int sequences;
    private final int rowsPerSequence;
    private final int cacheSlots;
    private final int numHeads;
    private final int headSize;
    private final int layerStride;
    private final int hiddenSize;
    /** Slots rounded up to whole vectors. */
    private final int paddedSlots;

    AttentionForm(IntArray rows, FloatArray qkv, FloatArray keys, FloatArray values, FloatArray out, IntArray layer,
            int rowCount, int rowsPerSequence, int cacheSlots, int numHeads, int headSize, int layerStride) {
        this.rows = rows;
        this.qkv = qkv.getSegment();
        this.keys = keys.getSegment();
        this.values = values.getSegment();
        this.out = out.getSegment();
        this.layer = layer;
        sequences = rowCount / rowsPerSequence;
        this.rowsPerSequence = rowsPerSequence;
        this.cacheSlots = cacheSlots;
        this.numHeads = numHeads;
        this.headSize = headSize;
        this.layerStride = layerStride;
        hiddenSize = numHeads * headSize;
        paddedSlots = Math.ceilDiv(cacheSlots, Lanes.COUNT) * Lanes.COUNT;
    }

    /** One unit of work is one head of one sequence. */
    RowForm rowForm() {
        return new RowForm(sequences * numHeads, 1, this::compute);
    }

    private void compute(int from, int to) {
        float[] turnedKeys = new float[headSize * paddedSlots];
        float[] scores = new float[paddedSlots];
        for (int unit = from; unit < to; unit++) {
            int sequence = unit / numHeads;
            int head = unit % numHeads;
            int cache = layer.get(0) * layerStride + sequence * cacheSlots * hiddenSize + head * headSize;
            turnKeys(cache, seenSlots(sequence), turnedKeys);
            for (int q = 0; q < rowsPerSequence; q++) {
                int row = sequence * rowsPerSequence + q;
                int visible = rows.get(row * RowTable.FIELDS + RowTable.VISIBLE);
                attend(row, head, visible, cache, turnedKeys, scores);
            }
        }
    }

    /** Slots that any row of the sequence sees. */
    private int seenSlots(int sequence) {
        int most = 0;
        for (int q = 0; q < rowsPerSequence; q++) {
            int row = sequence * rowsPerSequence + q;
            most = Math.max(most, rows.get(row * RowTable.FIELDS + RowTable.VISIBLE));
        }
        return most;
    }

    private void turnKeys(int cache, int slots, float[] turned) {
        for (int t = 0; t < slots; t++) {
            long key = cache + (long) t * hiddenSize;
            for (int i = 0; i < headSize; i++) {
                turned[i * paddedSlots + t] = keys.getAtIndex(ValueLayout.JAVA_FLOAT, key + i);
            }
        }
    }

    private void attend(int row, int head, int visible, int cache, float[] turnedKeys, float[] scores) {
        long result = (long) row * hiddenSize + (long) head * headSize;
        if (visible == 0) {
            out.asSlice(result * Float.BYTES, (long) headSize * Float.BYTES).fill((byte) 0);
            return;
        }
        float sum = softmax(scores(3L * row * hiddenSize + (long) head * headSize, visible, turnedKeys, scores),
                visible, scores);
        FloatVector normaliser = FloatVector.broadcast(Lanes.SPECIES, 1 / sum);
        int i = 0;
        for (; i <= headSize - Lanes.COUNT; i += Lanes.COUNT) {
            Lanes.store(weightedValues(cache + i, visible, scores).mul(normaliser), out, result + i);
        }
        if (i < headSize) {
            VectorMask<Float> mask = Lanes.below(i, headSize);
            Lanes.store(weightedValues(cache + i, visible, scores, mask).mul(normaliser), out, result + i, mask);
        }
    }

    /** {@code Σ_t weights[t] v_t}, in four sums so that no addition waits for the one before. */
    private FloatVector weightedValues(long start, int visible, float[] weights) {
        FloatVector a = FloatVector.zero(Lanes.SPECIES);
        FloatVector b = FloatVector.zero(Lanes.SPECIES);
        FloatVector c = FloatVector.zero(Lanes.SPECIES);
        FloatVector d = FloatVector.zero(Lanes.SPECIES);
        int t = 0;
        for (; t <= visible - 4; t += 4) {
            long value = start + (long) t * hiddenSize;
            a = Lanes.load(values, value).fma(FloatVector.broadcast(Lanes.SPECIES, weights[t]), a);
            b = Lanes.load(values, value + hiddenSize).fma(FloatVector.broadcast(Lanes.SPECIES, weights[t + 1]), b);
            c = Lanes.load(values, value + 2L * hiddenSize)
                    .fma(FloatVector.broadcast(Lanes.SPECIES, weights[t + 2]), c);
            d = Lanes.load(values, value + 3L * hiddenSize)
                    .fma(FloatVector.broadcast(Lanes.SPECIES, weights[t + 3]), d);
        }
        for (; t < visible; t++) {
            FloatVector value = Lanes.load(values, start + (long) t * hiddenSize);
            a = value.fma(FloatVector.broadcast(Lanes.SPECIES, weights[t]), a);
        }
        return a.add(b).add(c.add(d));
    }

    /** The same for the part of a head that does not fill a vector. */
    private FloatVector weightedValues(long start, int visible, float[] weights, VectorMask<Float> mask) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int t = 0; t < visible; t++) {
            FloatVector value = Lanes.load(values, start + (long) t * hiddenSize, mask);
            sum = value.fma(FloatVector.broadcast(Lanes.SPECIES, weights[t]), sum);
        }
        return sum;
    }

    /** Fills {@code scores} with {@code q · k_t / √headSize} and returns the largest. */
    private float scores(long query, int visible, float[] turnedKeys, float[] scores) {
        FloatVector scale = FloatVector.broadcast(Lanes.SPECIES, (float) (1 / Math.sqrt(headSize)));
        FloatVector largest = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
        for (int t = 0; t < visible; t += Lanes.COUNT) {
            FloatVector even = FloatVector.zero(Lanes.SPECIES);
            FloatVector odd = FloatVector.zero(Lanes.SPECIES);
            int i = 0;
            for (; i <= headSize - 2; i += 2) {
                even = FloatVector.fromArray(Lanes.SPECIES, turnedKeys, i * paddedSlots + t)
                        .fma(queryValue(query + i), even);
                odd = FloatVector.fromArray(Lanes.SPECIES, turnedKeys, (i + 1) * paddedSlots + t)
                        .fma(queryValue(query + i + 1), odd);
            }
            if (i < headSize) {
                even = FloatVector.fromArray(Lanes.SPECIES, turnedKeys, i * paddedSlots + t)
                        .fma(queryValue(query + i), even);
            }
            FloatVector score = even.add(odd).mul(scale);
            score.intoArray(scores, t);
            largest = largest.lanewise(VectorOperators.MAX, score, Lanes.below(t, visible));
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    private FloatVector queryValue(long index) {
        return FloatVector.broadcast(Lanes.SPECIES, qkv.getAtIndex(ValueLayout.JAVA_FLOAT, index));
    }

    /** Replaces the scores by {@code exp(score - largest)} and returns their sum. */
    private static float softmax(float largest, int visible, float[] scores) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int t = 0; t < visible; t += Lanes.COUNT) {
            FloatVector weight = VectorMath.exp(FloatVector.fromArray(Lanes.SPECIES, scores, t).sub(largest));
            weight.intoArray(scores, t);
            sum = sum.add(weight, Lanes.below(t, visible));
        }
        return Lanes.sum(sum);
    }
}
