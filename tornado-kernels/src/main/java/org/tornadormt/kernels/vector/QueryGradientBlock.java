package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.tornadormt.kernels.gradient.AttentionGradient;

/**
 * The gradient of attention with respect to the queries of a block of rows, which lie beside each other in the lanes:
 * scores {@code K Qᵀ}, products {@code V dOᵀ}, and {@code Kᵀ} times what they give, so that sums over slots are lane by
 * lane. The scores of all slots that the block sees are kept. For one thread.
 *
 * <p>A slot that a lane does not see gets the weight 0; the definition does not even look at it. So if the cache holds
 * a NaN, it reaches the gradient of more rows than there.
 */
final class QueryGradientBlock {
    private static final float LOWEST = -3.4e38f;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    /**
     * What is read and written.
     *
     * @param slotSize floats of a slot in {@code keys} and {@code values}
     */
    record Operands(MemorySegment query, MemorySegment keys, MemorySegment values, MemorySegment outGradient,
            MemorySegment queryGradient, MemorySegment statistics, int numHeads, int headSize, int slotSize,
            int cacheSlots) {}

    private final Operands operands;
    private final LaneShape shape;
    private final int lanes;
    private final float scale;
    /** Slots that each lane sees, {@code [lanes]}. */
    private final float[] seen;
    private int mostSeen;
    /** {@code [headSize, lanes]}. */
    private final MemorySegment query;
    private final MemorySegment outGradient;
    /** Scores, then their exponentials, {@code [cacheSlots, lanes]}. */
    private final float[] scores;
    private final float[] products;
    private final MemorySegment scoreGradients;
    /** {@code [headSize, lanes]}. */
    private final float[] result;
    /** {@code [lanes]}. */
    private final float[] largest;
    private final float[] sums;
    private final float[] means;
    private final float[] factors;
    private final Tile keyTile;
    private final Tile valueTile;
    private final TransposedOperand transposedKeys;

    QueryGradientBlock(Operands operands, LaneShape shape) {
        this.operands = operands;
        this.shape = shape;
        lanes = shape.lanes();
        scale = (float) (1 / Math.sqrt(operands.headSize()));
        seen = new float[lanes];
        query = shape.operand(operands.headSize());
        outGradient = shape.operand(operands.headSize());
        scores = shape.result(operands.cacheSlots());
        products = shape.result(operands.cacheSlots());
        scoreGradients = shape.operand(operands.cacheSlots());
        result = shape.result(operands.headSize());
        largest = new float[lanes];
        sums = new float[lanes];
        means = new float[lanes];
        factors = new float[lanes];
        keyTile = Tile.of(operands.keys(), operands.slotSize(), 1);
        valueTile = Tile.of(operands.values(), operands.slotSize(), 1);
        transposedKeys = new TransposedOperand(shape, operands.keys(), operands.slotSize(), operands.cacheSlots(),
                operands.headSize());
    }

    /** Rows of a block. */
    int lanes() {
        return lanes;
    }

    /** Says how many slots row {@code lane} of the next block sees, from lane 0 on. */
    void see(int lane, int slots) {
        mostSeen = lane == 0 ? slots : Math.max(mostSeen, slots);
        seen[lane] = slots;
    }

    /**
     * Computes a block.
     *
     * @param start float of queries and gradients where the head of the block's first row begins
     * @param count rows of the block
     * @param cache float of keys and values where the head of the sequence's first slot begins
     * @param statistic float of the statistics of the first row
     */
    void compute(long start, int count, long cache, long statistic) {
        long rowStride = (long) operands.numHeads() * operands.headSize();
        int slots = mostSeen;
        shape.gather(operands.query(), start, rowStride, count, operands.headSize(), scale, query);
        shape.gather(operands.outGradient(), start, rowStride, count, operands.headSize(), 1f, outGradient);
        shape.multiply(keyTile, cache, operands.slotSize(), slots, query, operands.headSize(), scores);
        shape.multiply(valueTile, cache, operands.slotSize(), slots, outGradient, operands.headSize(), products);
        for (int v = 0; v < lanes; v += Lanes.COUNT) {
            subtractLargest(v, slots);
        }
        VectorMath.exp(scores, slots * lanes);
        for (int v = 0; v < lanes; v += Lanes.COUNT) {
            addUp(v, slots);
        }
        finishStatistics(count, statistic);
        for (int v = 0; v < lanes; v += Lanes.COUNT) {
            differentiate(v, slots);
        }
        Arrays.fill(result, 0f);
        transposedKeys.addProduct(cache, slots, scoreGradients, result);
        shape.scatter(result, scale, operands.queryGradient(), start, rowStride, count, operands.headSize());
    }

    /** Takes the largest score that a lane sees from all; what it does not see becomes minus infinity. */
    private void subtractLargest(int v, int slots) {
        FloatVector limit = FloatVector.fromArray(Lanes.SPECIES, seen, v);
        FloatVector none = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector most = FloatVector.broadcast(Lanes.SPECIES, LOWEST);
        for (int t = 0; t < slots; t++) {
            int at = t * lanes + v;
            VectorMask<Float> hidden = limit.compare(VectorOperators.LE, (float) t);
            FloatVector score = FloatVector.fromArray(Lanes.SPECIES, scores, at).blend(none, hidden);
            score.intoArray(scores, at);
            most = most.blend(score, most.lt(score));
        }
        most.intoArray(largest, v);
        for (int t = 0; t < slots; t++) {
            int at = t * lanes + v;
            FloatVector.fromArray(Lanes.SPECIES, scores, at).sub(most).intoArray(scores, at);
        }
    }

    private void addUp(int v, int slots) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        FloatVector weighted = FloatVector.zero(Lanes.SPECIES);
        for (int t = 0; t < slots; t++) {
            FloatVector weight = FloatVector.fromArray(Lanes.SPECIES, scores, t * lanes + v);
            sum = sum.add(weight);
            weighted = weight.fma(FloatVector.fromArray(Lanes.SPECIES, products, t * lanes + v), weighted);
        }
        sum.intoArray(sums, v);
        weighted.intoArray(means, v);
    }

    private void finishStatistics(int count, long statistic) {
        for (int q = 0; q < lanes; q++) {
            boolean sees = seen[q] > 0;
            means[q] = sees ? means[q] / sums[q] : 0f;
            factors[q] = sees ? 1f / sums[q] : 0f;
            if (q < count) {
                long at = statistic + (long) q * operands.numHeads() * AttentionGradient.STATISTICS;
                float logSum = sees ? (float) (largest[q] + Math.log(sums[q])) : 0f;
                operands.statistics().setAtIndex(FLOAT, at, logSum);
                operands.statistics().setAtIndex(FLOAT, at + 1, means[q]);
            }
        }
    }

    /** Gradients of the scores, {@code p (d - D)}. */
    private void differentiate(int v, int slots) {
        FloatVector mean = FloatVector.fromArray(Lanes.SPECIES, means, v);
        FloatVector factor = FloatVector.fromArray(Lanes.SPECIES, factors, v);
        for (int t = 0; t < slots; t++) {
            int at = t * lanes + v;
            FloatVector weight = FloatVector.fromArray(Lanes.SPECIES, scores, at).mul(factor);
            FloatVector gradient = FloatVector.fromArray(Lanes.SPECIES, products, at).sub(mean).mul(weight);
            Lanes.store(gradient, scoreGradients, at);
        }
    }
}
