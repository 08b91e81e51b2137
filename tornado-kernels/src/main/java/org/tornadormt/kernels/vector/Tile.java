package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;

/**
 * The innermost part of every matrix product: {@code out[r, j] = start[r, j] + Σ_k a[r, k] b[k, j]} for a few rows
 * {@code r} and a few vectors of columns {@code j}, all sums in registers. A wide tile is {@link #ROWS} ×
 * {@link #VECTORS} vectors: as many sums as leave registers for the operands. A narrow tile is {@link #NARROW_ROWS} × 1,
 * for what does not fill a wide one. Each sum runs over {@code k} in order, whatever the tile, so a result does not
 * depend on where its row lies.
 *
 * <p>{@code a} may lie anywhere. {@code b} is packed: {@code WIDTH} floats a row for a wide tile, {@code Lanes.COUNT} for
 * a narrow one. Sums go from where they start right into registers and from there to where they end: a copy between
 * took a tenth of the time.
 *
 * <p>The loops ({@link SixByFourRowTile} and the like) call nothing but what the JIT always inlines, the Vector API and memory segments: a vector that goes
 * through any other method becomes an object, in every round, as soon as the code is too large to inline that method.
 */
final class Tile {
    /** Rows of a wide tile: 24 sums of 32 registers, or 8 of 16. */
    static final int ROWS = Lanes.MANY_REGISTERS ? 6 : 4;
    /** Vectors beside each other in a wide tile. */
    static final int VECTORS = Lanes.MANY_REGISTERS ? 4 : 2;
    /** Columns of a wide tile. */
    static final int WIDTH = VECTORS * Lanes.COUNT;
    /** Rows of a narrow tile: enough sums to hide the latency of an addition. */
    static final int NARROW_ROWS = 8;

    final MemorySegment a;
    final long rowStride;
    final long step;
    final MemorySegment start;
    final long startStride;
    final MemorySegment out;
    final long outStride;

    /**
     * Tiles of one product.
     *
     * @param start what the sums start from, rows one behind the other, whole tiles wide: it may be {@code out}
     * @param out where the sums end, likewise
     */
    Tile(Matrix a, Matrix start, Matrix out) {
        this.a = a.values();
        rowStride = a.rowStride();
        step = a.columnStride();
        this.start = start.values();
        startStride = start.rowStride();
        this.out = out.values();
        outStride = out.rowStride();
    }

    /**
     * Computes a wide tile.
     *
     * @param aAt float of {@code a} where row 0 begins
     * @param rows rows that the tile has, 1 to {@link #ROWS}
     * @param bAt float of {@code b} where it begins
     * @param count how many {@code k}
     * @param startAt float of {@code start} where row 0 begins
     * @param outAt float of {@code out} where row 0 begins
     */
    void wide(long aAt, int rows, MemorySegment b, long bAt, int count, long startAt, long outAt) {
        if (Lanes.MANY_REGISTERS && step == 1) {
            SixByFourRowTile.compute(this, aAt, rows, b, bAt, count, startAt, outAt);
        } else if (Lanes.MANY_REGISTERS) {
            SixByFourTile.compute(this, aAt, rows, b, bAt, count, startAt, outAt);
        } else if (step == 1) {
            FourByTwoRowTile.compute(this, aAt, rows, b, bAt, count, startAt, outAt);
        } else {
            FourByTwoTile.compute(this, aAt, rows, b, bAt, count, startAt, outAt);
        }
    }

    /** As {@link #wide} for a narrow tile, of 1 to {@link #NARROW_ROWS} rows. */
    void narrow(long aAt, int rows, MemorySegment b, long bAt, int count, long startAt, long outAt) {
        NarrowTile.compute(this, aAt, rows, b, bAt, count, startAt, outAt);
    }

    /** Where row {@code row} begins; rows that a tile lacks are its last row again, with the same result. */
    static long row(long at, long stride, int rows, int row) {
        return at + Math.min(row, rows - 1) * stride;
    }
}
