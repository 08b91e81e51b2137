package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Attention of one head for a block of rows, whose queries lie beside each other in the lanes: scores are {@code K Qᵀ}
 * and results {@code Vᵀ P}, so that keys and values are read as the cache has them and the softmax is lane by lane. All
 * of it stays in the caches next to the core. For one thread.
 *
 * <p>A lane that does not see a slot gives it the weight 0. If a value that it must not see is infinite or NaN, the
 * product would be NaN all the same; then the rows are computed one by one ({@link AttentionRow}).
 */
final class AttentionBlock {
    /** Keys of a block; whole tiles of any kind. */
    private static final int KEYS = 96;
    private static final float LOWEST = -3.4e38f;

    private final AttentionOperands operands;
    private final LaneShape shape;
    private final int lanes;
    private final int[] visible;
    /** Slots that each lane sees, as floats, {@code [lanes]}. */
    private final float[] seen;
    /** {@code [headSize, lanes]}. */
    private final MemorySegment query;
    /** {@code [KEYS, lanes]}. */
    private final float[] scores;
    /** {@code exp(score - largest)}, {@code [KEYS, lanes]}. */
    private final MemorySegment weights;
    /** {@code [headSize rounded up to tiles, lanes]}. */
    private final float[] result;
    /** Largest score so far, {@code [lanes]}. */
    private final float[] largest;
    /** What a new largest leaves of what was there before, {@code [lanes]}. */
    private final float[] keep;
    /** Sum of the weights so far, {@code [lanes]}. */
    private final float[] sums;
    private final Tile keyTile;
    private final TransposedOperand values;

    /** A block of as many rows as {@code shape} has lanes. */
    AttentionBlock(AttentionOperands operands, LaneShape shape) {
        this.operands = operands;
        this.shape = shape;
        lanes = shape.lanes();
        visible = new int[lanes];
        seen = new float[lanes];
        query = shape.operand(operands.headSize());
        scores = new float[KEYS * lanes];
        weights = shape.operand(KEYS);
        result = shape.result(operands.headSize());
        largest = new float[lanes];
        keep = new float[lanes];
        sums = new float[lanes];
        keyTile = Tile.of(operands.keys(), operands.keyValueSize(), 1);
        values = new TransposedOperand(shape, operands.values(), operands.keyValueSize(), KEYS, operands.headSize());
    }

    /** Rows of a block. */
    int lanes() {
        return lanes;
    }

    /** Says how many slots row {@code lane} of the next block sees. */
    void see(int lane, int slots) {
        visible[lane] = slots;
    }

    /**
     * Computes a block.
     *
     * @param start float of the queries, and of {@code out}, where the head of the block's first row begins
     * @param count rows of the block
     * @param cache float of keys and values where the head of the sequence's first slot begins
     */
    void attend(long start, int count, long cache, MemorySegment out) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int q = 0; q < lanes; q++) {
            visible[q] = q < count ? visible[q] : 0;
            least = Math.min(least, visible[q]);
            most = Math.max(most, visible[q]);
            seen[q] = visible[q];
        }
        begin(start, count);
        for (int slot = 0; slot < most; slot += KEYS) {
            int keys = Math.min(KEYS, most - slot);
            score(cache + (long) slot * operands.keyValueSize(), keys);
            if (slot + keys > least) {
                hide(slot, keys);
            }
            weigh(keys, slot > 0);
            add(cache + (long) slot * operands.keyValueSize(), keys);
        }
        if (normalise()) {
            shape.scatter(result, 1f, out, start, operands.querySize(), count, operands.headSize());
        } else {
            AttentionRow row = new AttentionRow(operands);
            for (int q = 0; q < count; q++) {
                row.attend(start + (long) q * operands.querySize(), visible[q], cache, out);
            }
        }
    }

    private void begin(long start, int count) {
        shape.gather(operands.query(), start, operands.querySize(), count, operands.headSize(), operands.scale(),
                query);
        Arrays.fill(result, 0f);
        Arrays.fill(sums, 0f);
        Arrays.fill(largest, LOWEST);
    }

    /** {@code scores[t, q] = k_t · q / √headSize}. */
    private void score(long firstKey, int keys) {
        shape.multiply(keyTile, firstKey, operands.keyValueSize(), keys, query, operands.headSize(), scores);
    }

    /** {@code result[i, q] += Σ_t v_t[i] weights[t, q]}. */
    private void add(long firstValue, int keys) {
        values.addProduct(firstValue, keys, weights, result);
    }

    /** Takes away the scores of slots that a lane does not see. */
    private void hide(int firstSlot, int keys) {
        FloatVector none = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
        for (int v = 0; v < lanes; v += Lanes.COUNT) {
            FloatVector slots = FloatVector.fromArray(Lanes.SPECIES, seen, v);
            for (int t = 0; t < keys; t++) {
                int at = t * lanes + v;
                VectorMask<Float> hidden = slots.compare(VectorOperators.LE, (float) (firstSlot + t));
                FloatVector.fromArray(Lanes.SPECIES, scores, at).blend(none, hidden).intoArray(scores, at);
            }
        }
    }

    /** Turns scores into weights {@code exp(score - largest)}; what was there before follows a new largest. */
    private void weigh(int keys, boolean more) {
        for (int v = 0; v < lanes; v += Lanes.COUNT) {
            subtractLargest(v, keys);
        }
        VectorMath.exp(scores, keys * lanes);
        VectorMath.exp(keep, lanes);
        for (int v = 0; v < lanes; v += Lanes.COUNT) {
            addWeights(v, keys);
            if (more) {
                rescale(v);
            }
        }
    }

    /** Takes the scores of {@code v} into the largest, and that from the scores; {@code keep} gets what that changes. */
    private void subtractLargest(int v, int keys) {
        FloatVector before = FloatVector.fromArray(Lanes.SPECIES, largest, v);
        FloatVector even = before;
        FloatVector odd = before;
        int t = 0;
        for (; t <= keys - 2; t += 2) {
            FloatVector score = FloatVector.fromArray(Lanes.SPECIES, scores, t * lanes + v);
            even = even.blend(score, even.lt(score));
            score = FloatVector.fromArray(Lanes.SPECIES, scores, (t + 1) * lanes + v);
            odd = odd.blend(score, odd.lt(score));
        }
        if (t < keys) {
            FloatVector score = FloatVector.fromArray(Lanes.SPECIES, scores, t * lanes + v);
            even = even.blend(score, even.lt(score));
        }
        FloatVector now = even.blend(odd, even.lt(odd));
        now.intoArray(largest, v);
        before.sub(now).intoArray(keep, v);
        for (t = 0; t < keys; t++) {
            int at = t * lanes + v;
            FloatVector.fromArray(Lanes.SPECIES, scores, at).sub(now).intoArray(scores, at);
        }
    }

    private void addWeights(int v, int keys) {
        FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, sums, v)
                .mul(FloatVector.fromArray(Lanes.SPECIES, keep, v));
        for (int t = 0; t < keys; t++) {
            int at = t * lanes + v;
            FloatVector weight = FloatVector.fromArray(Lanes.SPECIES, scores, at);
            Lanes.store(weight, weights, at);
            sum = sum.add(weight);
        }
        sum.intoArray(sums, v);
    }

    private void rescale(int v) {
        FloatVector factor = FloatVector.fromArray(Lanes.SPECIES, keep, v);
        if (factor.compare(VectorOperators.NE, 1f).anyTrue()) {
            for (int i = 0; i < operands.headSize(); i++) {
                int at = i * lanes + v;
                FloatVector.fromArray(Lanes.SPECIES, result, at).mul(factor).intoArray(result, at);
            }
        }
    }

    /** Divides by the sums; false if a result is not finite. */
    private boolean normalise() {
        FloatVector differences = FloatVector.zero(Lanes.SPECIES);
        for (int v = 0; v < lanes; v += Lanes.COUNT) {
            FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
            VectorMask<Float> blind = FloatVector.fromArray(Lanes.SPECIES, seen, v).compare(VectorOperators.EQ, 0f);
            FloatVector factor = one.div(FloatVector.fromArray(Lanes.SPECIES, sums, v).blend(one, blind));
            for (int i = 0; i < operands.headSize(); i++) {
                int at = i * lanes + v;
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, result, at).mul(factor);
                value.intoArray(result, at);
                differences = differences.add(value.sub(value));
            }
        }
        return !differences.compare(VectorOperators.NE, 0f).anyTrue();
    }
}
