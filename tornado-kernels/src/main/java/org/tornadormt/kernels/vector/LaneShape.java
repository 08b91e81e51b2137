package org.tornadormt.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Rows of one head beside each other in the lanes of a tile, and what is done with such a block: a number of row
 * {@code q} at place {@code i} lies at {@code i * lanes + q}.
 *
 * @param wide whether the block is as wide as a wide tile, or as one vector
 */
record LaneShape(boolean wide) {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    int lanes() {
        return wide ? Tile.WIDTH : Lanes.COUNT;
    }

    private int tileRows() {
        return wide ? Tile.ROWS : Tile.NARROW_ROWS;
    }

    /** Room for an operand of a product or its result, {@code [rows, lanes]}; zeros at first. */
    Matrix room(int rows) {
        return Matrix.of(Arena.ofAuto().allocate((long) rows * lanes() * Float.BYTES, Lanes.COUNT * Float.BYTES),
                lanes());
    }

    /** What sums start from that start from nothing. */
    Matrix zeros() {
        return new Matrix(room(1).values(), 0, 0, 1);
    }

    /**
     * {@code out[t, q] = start[t, q] + Σ_k a[t, k] b[k, q]} with the places and strides of {@code tile}; start and out
     * from their beginnings on.
     *
     * @param rowStride floats from a row of {@code a} to the next
     */
    void multiply(Tile tile, long aAt, long rowStride, int rows, Matrix b, int count) {
        for (int t = 0; t < rows; t += tileRows()) {
            int left = Math.min(tileRows(), rows - t);
            long at = aAt + t * rowStride;
            long from = t * tile.startStride;
            long to = t * tile.outStride;
            if (wide) {
                tile.wide(at, left, b.values(), 0, count, from, to);
            } else {
                tile.narrow(at, left, b.values(), 0, count, from, to);
            }
        }
    }

    /** Puts {@code count} rows of {@code size} numbers, times a factor, into the lanes; the other lanes become zero. */
    void gather(MemorySegment source, long start, long rowStride, int count, int size, float factor,
            Matrix target) {
        for (int q = 0; q < lanes(); q++) {
            long row = start + q * rowStride;
            for (int i = 0; i < size; i++) {
                float value = q < count ? factor * source.getAtIndex(FLOAT, row + i) : 0f;
                target.values().setAtIndex(FLOAT, (long) i * lanes() + q, value);
            }
        }
    }

    /** Puts the lanes, times a factor, back into {@code count} rows of {@code size} numbers. */
    void scatter(Matrix values, float factor, MemorySegment target, long start, long rowStride, int count,
            int size) {
        for (int q = 0; q < count; q++) {
            long row = start + q * rowStride;
            for (int i = 0; i < size; i++) {
                target.setAtIndex(FLOAT, row + i, factor * values.values().getAtIndex(FLOAT, (long) i * lanes() + q));
            }
        }
    }
}
