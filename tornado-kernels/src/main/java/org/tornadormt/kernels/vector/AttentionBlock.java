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
    private final Matrix query;
    /** Scores, then weights {@code exp(score - largest)}, {@code [KEYS, lanes]}. */
    private final Matrix scores;
    /** {@code score - largest}, then its exponential, {@code [KEYS, lanes]}. */
    private final float[] exponentials;
    /** {@code [headSize, lanes]}. */
    private final Matrix result;
    /** Largest score so far, {@code [lanes]}. */
    private final float[] largest;
    /** What a new largest leaves of what was there before, {@code [lanes]}. */
    private final float[] keep;
    /** Sum of the weights so far, {@code [lanes]}. */
    private final float[] sums;
    private final Tile keyTile;
    private final Tile valueTile;

    AttentionBlock(AttentionOperands operands, LaneShape shape) {
        this.operands = operands;
        this.shape = shape;
        lanes = shape.lanes();
        visible = new int[lanes];
        seen = new float[lanes];
        query = shape.room(operands.headSize());
        scores = shape.room(KEYS);
        exponentials = new float[KEYS * lanes];
        result = shape.room(operands.headSize());
        largest = new float[lanes];
        keep = new float[lanes];
        sums = new float[lanes];
        keyTile = new Tile(Matrix.of(operands.keys(), operands.keyValueSize()), shape.zeros(), scores);
        valueTile = new Tile(Matrix.of(operands.values(), operands.keyValueSize()).transposed(), result, result);
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
            long at = cache + (long) slot * operands.keyValueSize();
            shape.multiply(keyTile, at, operands.keyValueSize(), keys, query, operands.headSize());
            if (slot + keys > least) {
                hide(slot, keys);
            }
            weigh(keys, slot > 0);
            shape.multiply(valueTile, at, 1, operands.headSize(), scores, keys);
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
        result.values().fill((byte) 0);
        Arrays.fill(sums, 0f);
        Arrays.fill(largest, LOWEST);
    }

    /** Takes away the scores of slots that a lane does not see. */
    private void hide(int firstSlot, int keys) {
        FloatVector none = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
        for (int v = 0; v < lanes; v += Lanes.COUNT) {
            FloatVector slots = FloatVector.fromArray(Lanes.SPECIES, seen, v);
            for (int t = 0; t < keys; t++) {
                int at = t * lanes + v;
                VectorMask<Float> hidden = slots.compare(VectorOperators.LE, (float) (firstSlot + t));
                Lanes.store(Lanes.load(scores.values(), at).blend(none, hidden), scores.values(), at);
            }
        }
    }

    /** Turns scores into weights {@code exp(score - largest)}; what was there before follows a new largest. */
    private void weigh(int keys, boolean more) {
        for (int v = 0; v < lanes; v += Lanes.COUNT) {
            subtractLargest(v, keys);
        }
        VectorMath.exp(exponentials, keys * lanes);
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
        MemorySegment values = scores.values();
        FloatVector before = FloatVector.fromArray(Lanes.SPECIES, largest, v);
        FloatVector even = before;
        FloatVector odd = before;
        int t = 0;
        for (; t <= keys - 2; t += 2) {
            even = even.max(Lanes.load(values, t * lanes + v));
            odd = odd.max(Lanes.load(values, (t + 1) * lanes + v));
        }
        if (t < keys) {
            even = even.max(Lanes.load(values, t * lanes + v));
        }
        FloatVector now = even.max(odd);
        now.intoArray(largest, v);
        before.sub(now).intoArray(keep, v);
        for (t = 0; t < keys; t++) {
            int at = t * lanes + v;
            Lanes.load(values, at).sub(now).intoArray(exponentials, at);
        }
    }

    private void addWeights(int v, int keys) {
        FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, sums, v)
                .mul(FloatVector.fromArray(Lanes.SPECIES, keep, v));
        for (int t = 0; t < keys; t++) {
            int at = t * lanes + v;
            FloatVector weight = FloatVector.fromArray(Lanes.SPECIES, exponentials, at);
            Lanes.store(weight, scores.values(), at);
            sum = sum.add(weight);
        }
        sum.intoArray(sums, v);
    }

    private void rescale(int v) {
        FloatVector factor = FloatVector.fromArray(Lanes.SPECIES, keep, v);
        if (factor.compare(VectorOperators.NE, 1f).anyTrue()) {
            for (int i = 0; i < operands.headSize(); i++) {
                int at = i * lanes + v;
                Lanes.store(Lanes.load(result.values(), at).mul(factor), result.values(), at);
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
                FloatVector value = Lanes.load(result.values(), at).mul(factor);
                Lanes.store(value, result.values(), at);
                differences = differences.add(value.sub(value));
            }
        }
        return !differences.compare(VectorOperators.NE, 0f).anyTrue();
    }
}
