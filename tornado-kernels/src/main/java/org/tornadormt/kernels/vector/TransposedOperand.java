package org.tornadormt.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Rows of a matrix that are the columns of a product's left operand. Tiles read them where they are if their stride is a step
 * that is fast, and from a copy otherwise: rows are copied in a fraction of the time that is won. For one thread.
 */
final class TransposedOperand {
    private final LaneShape shape;
    private final MemorySegment source;
    private final long rowStride;
    private final int size;
    /** {@code [rows, step]}, or null where nothing is copied. */
    private final MemorySegment copy;
    private final long step;
    private final Tile tile;
    /** {@code [size, lanes]}. */
    private final float[] product;

    /**
     * Rows of {@code source}.
     *
     * @param shape of the products
     * @param rowStride floats from one row to the next
     * @param rows how many at most
     * @param size numbers of each
     */
    TransposedOperand(LaneShape shape, MemorySegment source, long rowStride, int rows, int size) {
        this.shape = shape;
        this.source = source;
        this.rowStride = rowStride;
        this.size = size;
        boolean copies = !TileClasses.isFast(rowStride);
        step = copies ? TileClasses.fastStep(size) : rowStride;
        copy = copies ? Arena.ofAuto().allocate(rows * step * Float.BYTES, Float.BYTES) : null;
        tile = Tile.of(copies ? copy : source, 1, step);
        product = shape.result(size);
    }

    /** {@code out[i, q] += Σ_t row_t[i] b[t, q]} for {@code rows} rows from float {@code start} on. */
    void addProduct(long start, int rows, MemorySegment b, float[] out) {
        if (copy != null) {
            for (int t = 0; t < rows; t++) {
                MemorySegment.copy(source, (start + t * rowStride) * Float.BYTES, copy, t * step * Float.BYTES,
                        (long) size * Float.BYTES);
            }
        }
        shape.multiply(tile, copy == null ? start : 0, 1, size, b, rows, product);
        for (int i = 0; i < product.length; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, out, i).add(FloatVector.fromArray(Lanes.SPECIES, product, i))
                    .intoArray(out, i);
        }
    }
}
