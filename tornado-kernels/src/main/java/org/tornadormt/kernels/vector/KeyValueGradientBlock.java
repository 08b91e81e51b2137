package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.gradient.AttentionGradient;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The gradient of attention with respect to keys and values of a block of rows, which lie beside each other in the
 * lanes, while the rows that see them pass in blocks: scores {@code Q Kᵀ}, products {@code dO Vᵀ}, and {@code Qᵀ} and
 * {@code dOᵀ} times what they give. For one thread.
 *
 * <p>A row that does not see a slot gives it the weight 0; the definition does not even look at it. So if a row holds a
 * NaN, it reaches the gradient of more rows than there.
 */
final class KeyValueGradientBlock {
    /** Asking rows of a block; whole tiles of any kind. */
    private static final int ROWS = 96;

    /**
     * What is read and written.
     *
     * @param queryRows table of the rows that ask
     */
    record Operands(IntArray queryRows, MemorySegment query, MemorySegment keyValue, MemorySegment outGradient,
            FloatArray statistics, MemorySegment keyValueGradient, int queryRowsPerSequence, int numHeads,
            int numKeyValueHeads, int headSize) {

        int visible(int row) {
            return queryRows.get(row * RowTable.FIELDS + RowTable.VISIBLE);
        }
    }

    private final Operands operands;
    private final LaneShape shape;
    private final int lanes;
    private final float scale;
    /** Slot of each lane, {@code [lanes]}. */
    private final float[] slots;
    private int firstSlot;
    /** {@code [headSize, lanes]}. */
    private final MemorySegment key;
    private final MemorySegment value;
    /** Scores, then weights, {@code [ROWS, lanes]}. */
    private final float[] scores;
    private final float[] products;
    private final MemorySegment weights;
    private final MemorySegment scoreGradients;
    /** {@code [headSize, lanes]}. */
    private final float[] keyResult;
    private final float[] valueResult;
    private final Tile queryTile;
    private final Tile gradientTile;
    private final TransposedOperand transposedQuery;
    private final TransposedOperand transposedGradient;

    KeyValueGradientBlock(Operands operands, LaneShape shape) {
        this.operands = operands;
        this.shape = shape;
        lanes = shape.lanes();
        scale = (float) (1 / Math.sqrt(operands.headSize()));
        slots = new float[lanes];
        key = shape.operand(operands.headSize());
        value = shape.operand(operands.headSize());
        scores = shape.result(ROWS);
        products = shape.result(ROWS);
        weights = shape.operand(ROWS);
        scoreGradients = shape.operand(ROWS);
        keyResult = shape.result(operands.headSize());
        valueResult = shape.result(operands.headSize());
        int rowSize = operands.numHeads() * operands.headSize();
        queryTile = Tile.of(operands.query(), rowSize, 1);
        gradientTile = Tile.of(operands.outGradient(), rowSize, 1);
        transposedQuery = new TransposedOperand(shape, operands.query(), rowSize, ROWS, operands.headSize());
        transposedGradient = new TransposedOperand(shape, operands.outGradient(), rowSize, ROWS, operands.headSize());
    }

    /** Rows of a block. */
    int lanes() {
        return lanes;
    }

    /** Says in which slot row {@code lane} of the next block lies, from lane 0 on. */
    void lie(int lane, int slot) {
        firstSlot = lane == 0 ? slot : Math.min(firstSlot, slot);
        slots[lane] = slot;
    }

    /**
     * Computes a block.
     *
     * @param start float of keys where the head of the block's first row begins
     * @param count rows of the block
     * @param keyHead the head
     * @param firstQueryRow first row of the sequence that asks
     */
    void compute(long start, int count, int keyHead, int firstQueryRow) {
        long rowStride = 2L * operands.numKeyValueHeads() * operands.headSize();
        long valueStart = start + rowStride / 2;
        int group = operands.numHeads() / operands.numKeyValueHeads();
        shape.gather(operands.keyValue(), start, rowStride, count, operands.headSize(), scale, key);
        shape.gather(operands.keyValue(), valueStart, rowStride, count, operands.headSize(), 1f, value);
        Arrays.fill(keyResult, 0f);
        Arrays.fill(valueResult, 0f);
        for (int first = 0; first < operands.queryRowsPerSequence(); first += ROWS) {
            int rows = Math.min(ROWS, operands.queryRowsPerSequence() - first);
            int row = firstQueryRow + first;
            if (mostSeen(row, rows) > firstSlot) {
                for (int head = keyHead * group; head < (keyHead + 1) * group; head++) {
                    add(row, rows, head);
                }
            }
        }
        shape.scatter(keyResult, scale, operands.keyValueGradient(), start, rowStride, count, operands.headSize());
        shape.scatter(valueResult, 1f, operands.keyValueGradient(), valueStart, rowStride, count,
                operands.headSize());
    }

    private int mostSeen(int firstRow, int rows) {
        int most = 0;
        for (int r = 0; r < rows; r++) {
            most = Math.max(most, operands.visible(firstRow + r));
        }
        return most;
    }

    /** Adds what one head of a block of rows contributes. */
    private void add(int firstRow, int rows, int head) {
        int headSize = operands.headSize();
        long rowSize = (long) operands.numHeads() * headSize;
        long start = firstRow * rowSize + (long) head * headSize;
        shape.multiply(queryTile, start, rowSize, rows, key, headSize, scores);
        shape.multiply(gradientTile, start, rowSize, rows, value, headSize, products);
        int statistic = (firstRow * operands.numHeads() + head) * AttentionGradient.STATISTICS;
        subtract(firstRow, rows, statistic);
        VectorMath.exp(scores, rows * lanes);
        differentiate(rows, statistic);
        transposedQuery.addProduct(start, rows, scoreGradients, keyResult);
        transposedGradient.addProduct(start, rows, weights, valueResult);
    }

    /** Takes the logarithm of its sum from the scores of each row; what it does not see becomes minus infinity. */
    private void subtract(int firstRow, int rows, int statistic) {
        FloatVector none = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
        for (int r = 0; r < rows; r++) {
            float visible = operands.visible(firstRow + r);
            float logSum = operands.statistics()
                    .get(statistic + r * operands.numHeads() * AttentionGradient.STATISTICS);
            for (int v = 0; v < lanes; v += Lanes.COUNT) {
                int at = r * lanes + v;
                VectorMask<Float> hidden = FloatVector.fromArray(Lanes.SPECIES, slots, v)
                        .compare(VectorOperators.GE, visible);
                FloatVector.fromArray(Lanes.SPECIES, scores, at).sub(logSum).blend(none, hidden)
                        .intoArray(scores, at);
            }
        }
    }

    /** Weights {@code p} and gradients of the scores, {@code p (d - D)}, as operands. */
    private void differentiate(int rows, int statistic) {
        for (int r = 0; r < rows; r++) {
            float mean = operands.statistics()
                    .get(statistic + r * operands.numHeads() * AttentionGradient.STATISTICS + 1);
            for (int v = 0; v < lanes; v += Lanes.COUNT) {
                int at = r * lanes + v;
                FloatVector weight = FloatVector.fromArray(Lanes.SPECIES, scores, at);
                Lanes.store(weight, weights, at);
                FloatVector product = FloatVector.fromArray(Lanes.SPECIES, products, at);
                Lanes.store(product.sub(mean).mul(weight), scoreGradients, at);
            }
        }
    }
}
