package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;

/**
 * The innermost part of every matrix product: {@code sums[r, j] = Σ_k a[r, k] b[k, j]} for a few rows {@code r} and a few
 * vectors of columns {@code j}, all sums in registers. A wide tile is {@link #ROWS} × {@link #VECTORS} vectors: as many
 * sums as leave registers for the operands. A narrow tile is {@link #NARROW_ROWS} × 1, for what does not fill a wide
 * one. Each sum runs over {@code k} in order, whatever the tile, so a result does not depend on where its row lies.
 *
 * <p>{@code a} may lie anywhere: element {@code [r, k]} is {@code r * rowStride + k * step} floats behind its start. Steps
 * that are a power of two are faster than others. {@code b} and the sums are packed: {@code WIDTH} floats a row for a
 * wide tile, {@code Lanes.COUNT} for a narrow one.
 */
interface Tile {
    /** Rows of a wide tile. */
    int ROWS = 6;
    /** Vectors beside each other in a wide tile: 24 sums of 32 registers, or 12 of 16. */
    int VECTORS = Lanes.MANY_REGISTERS ? 4 : 2;
    /** Columns of a wide tile. */
    int WIDTH = VECTORS * Lanes.COUNT;
    /** Rows of a narrow tile: enough sums to hide the latency of an addition. */
    int NARROW_ROWS = 8;

    /**
     * Tiles of one product.
     *
     * @param rowStride floats from one row of {@code a} to the next
     * @param step floats from one {@code k} of {@code a} to the next
     */
    static Tile of(MemorySegment a, long rowStride, long step) {
        return TileClasses.tile(a, rowStride, step);
    }

    /**
     * Computes a wide tile of sums, all {@link #ROWS} rows of it.
     *
     * @param aStart float of {@code a} where row 0 begins
     * @param rows rows that {@code a} has, at least 1; the others repeat the last, and their results mean nothing
     * @param bStart float of {@code b} where it begins
     * @param count how many {@code k}, fewer than 2²⁸
     * @param at float of {@code sums} where row 0 begins
     */
    void wide(long aStart, int rows, MemorySegment b, long bStart, int count, float[] sums, int at);

    /** As {@link #wide} for a narrow tile, all {@link #NARROW_ROWS} rows of it. */
    void narrow(long aStart, int rows, MemorySegment b, long bStart, int count, float[] sums, int at);
}
