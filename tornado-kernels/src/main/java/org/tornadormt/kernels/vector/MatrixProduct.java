package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * {@code out = start + a b} in register tiles. A panel of {@code b} stays in the second cache while the rows of
 * {@code a} pass; a long sum is taken in parts, so that it stays there however long. Each sum runs in one order, so a
 * result does not depend on the number of threads.
 */
final class MatrixProduct {
    /** Rows of a unit of work. */
    private static final int CHUNK_ROWS = 40 * Tile.ROWS;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final Matrix start;
    private final Matrix a;
    private final Panels b;
    private final Matrix out;
    private final IntArray layer;
    private final int rows;
    private final int chunks;
    private final Tile tile;
    private final ThreadLocal<float[]> sums = ThreadLocal.withInitial(() -> new float[CHUNK_ROWS * Tile.WIDTH]);

    /**
     * A product.
     *
     * @param start what the sums start from, rows one behind the other: a bias, zeros or {@code out} itself
     * @param a {@code [rows, rows of b]}
     * @param out {@code [rows, columns of b]}, rows one behind the other
     * @param layer the layer that is used of matrices that have several, {@code [1]}
     */
    MatrixProduct(Matrix start, Matrix a, Panels b, Matrix out, IntArray layer, int rows) {
        this.start = start;
        this.a = a;
        this.b = b;
        this.out = out;
        this.layer = layer;
        this.rows = rows;
        chunks = Math.ceilDiv(rows, CHUNK_ROWS);
        tile = new Tile(a.values(), a.rowStride(), a.columnStride());
    }

    /** One unit of work is one panel for one chunk of rows. */
    RowForm rowForm() {
        return new RowForm(b.panels() * chunks, 1, b::beginRun, this::compute);
    }

    private void compute(int from, int to) {
        int current = layer.get(0);
        for (int unit = from; unit < to; unit++) {
            int panel = unit / chunks;
            int firstRow = unit % chunks * CHUNK_ROWS;
            multiply(current, panel, firstRow, Math.min(rows, firstRow + CHUNK_ROWS));
        }
    }

    private void multiply(int current, int panel, int firstRow, int lastRow) {
        float[] chunkSums = sums.get();
        int column = panel * Tile.WIDTH;
        int columns = Math.min(Tile.WIDTH, b.columns() - column);
        int chunkRows = lastRow - firstRow;
        load(start.start(current, firstRow) + column, columns, chunkRows, chunkSums);
        for (int k = 0; k < b.rows(); k += Panels.PART) {
            int count = Math.min(Panels.PART, b.rows() - k);
            MemorySegment partOfB = b.part(current, panel, k, count);
            long partStart = b.start(k);
            for (int row = 0; row < chunkRows; row += Tile.ROWS) {
                tile.wide(a.start(current, firstRow + row) + k * a.columnStride(), chunkRows - row, partOfB, partStart,
                        count, chunkSums, row * Tile.WIDTH);
            }
        }
        store(out.start(current, firstRow) + column, columns, chunkRows, chunkSums);
    }

    /** Sets the sums of a chunk to what they start from. */
    private void load(long first, int columns, int chunkRows, float[] chunkSums) {
        for (int r = 0; r < chunkRows; r++) {
            MemorySegment.copy(start.values(), FLOAT, (first + r * start.rowStride()) * Float.BYTES, chunkSums,
                    r * Tile.WIDTH, columns);
        }
    }

    /** Puts the sums of a chunk into the output. */
    private void store(long first, int columns, int chunkRows, float[] chunkSums) {
        for (int r = 0; r < chunkRows; r++) {
            MemorySegment.copy(chunkSums, r * Tile.WIDTH, out.values(), FLOAT,
                    (first + r * out.rowStride()) * Float.BYTES, columns);
        }
    }
}
