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

    /** Room for an operand of a product, {@code [rows, lanes]}. */
    MemorySegment operand(int rows) {
        return Arena.ofAuto().allocate((long) rows * lanes() * Float.BYTES, Lanes.COUNT * Float.BYTES);
    }

    /** Room for the result of a product, {@code [rows, lanes]}, with whole tiles. */
    float[] result(int rows) {
        return new float[size(rows)];
    }

    /** Floats of a result of that many rows. */
    int size(int rows) {
        return Math.ceilDiv(rows, tileRows()) * tileRows() * lanes();
    }

    /** {@code out[t, q] = Σ_k a[t, k] b[k, q]} with {@code a} in the place and with the strides of {@code tile}. */
    void multiply(Tile tile, long aStart, long rowStride, int rows, MemorySegment b, int count, float[] out) {
        for (int t = 0; t < rows; t += tileRows()) {
            int left = Math.min(tileRows(), rows - t);
            if (wide) {
                tile.wide(aStart + t * rowStride, left, b, 0, count, out, t * lanes());
            } else {
                tile.narrow(aStart + t * rowStride, left, b, 0, count, out, t * lanes());
            }
        }
    }

    /** Puts {@code count} rows of {@code size} numbers, times a factor, into the lanes; the other lanes become zero. */
    void gather(MemorySegment source, long start, long rowStride, int count, int size, float factor,
            MemorySegment target) {
        int lanes = lanes();
        for (int i = 0; i < size; i++) {
            long column = start + i;
            long to = (long) i * lanes;
            for (int q = 0; q < count; q++) {
                target.setAtIndex(FLOAT, to + q, factor * source.getAtIndex(FLOAT, column + q * rowStride));
            }
            for (int q = count; q < lanes; q++) {
                target.setAtIndex(FLOAT, to + q, 0f);
            }
        }
    }

    /** Puts the lanes, times a factor, back into {@code count} rows of {@code size} numbers. */
    void scatter(float[] values, float factor, MemorySegment target, long start, long rowStride, int count,
            int size) {
        int lanes = lanes();
        for (int q = 0; q < count; q++) {
            long row = start + q * rowStride;
            for (int i = 0; i < size; i++) {
                target.setAtIndex(FLOAT, row + i, factor * values[i * lanes + q]);
            }
        }
    }
}
