package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * {@code out = start + a b} in register tiles. A packed panel of {@code b} stays in the second cache while the rows of
 * {@code a} pass; a long sum is taken in parts, so that it stays there however long. Each sum runs in one order, so a
 * result does not depend on the number of threads.
 */
final class MatrixProduct {
    /** Rows of a unit of work. */
    private static final int CHUNK_ROWS = 40 * Tile.ROWS;
    /** Terms of a part of a sum. */
    private static final int PART = 768;

    private final Matrix start;
    private final Matrix a;
    private final PackedMatrix b;
    private final Matrix out;
    private final IntArray layer;
    private final int rows;
    private final int chunks;
    /** Tiles of the first part of the sums. */
    private final Tile firstTile;
    /** Tiles of the other parts, which add to it. */
    private final Tile nextTile;
    private final ThreadLocal<EdgeTile> edges;

    /**
     * A product.
     *
     * @param start what the sums start from, rows one behind the other: a bias, zeros or {@code out} itself
     * @param a {@code [rows, rows of b]}
     * @param out {@code [rows, columns of b]}, rows one behind the other
     * @param layer the layer that is used of matrices that have several, {@code [1]}
     */
    MatrixProduct(Matrix start, Matrix a, PackedMatrix b, Matrix out, IntArray layer, int rows) {
        this.start = start;
        this.a = a;
        this.b = b;
        this.out = out;
        this.layer = layer;
        this.rows = rows;
        chunks = Math.ceilDiv(rows, CHUNK_ROWS);
        firstTile = new Tile(a, start, out);
        nextTile = new Tile(a, out, out);
        edges = ThreadLocal.withInitial(() -> new EdgeTile(a));
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
        MemorySegment panelOfB = b.panel(current, panel);
        int column = panel * Tile.WIDTH;
        int columns = Math.min(Tile.WIDTH, b.columns() - column);
        for (int k = 0; k < b.rows(); k += PART) {
            int count = Math.min(PART, b.rows() - k);
            Matrix before = k == 0 ? start : out;
            Tile tile = k == 0 ? firstTile : nextTile;
            for (int row = firstRow; row < lastRow; row += Tile.ROWS) {
                int tileRows = Math.min(Tile.ROWS, lastRow - row);
                long from = before.start(current, row) + column;
                long to = out.start(current, row) + column;
                long aAt = a.start(current, row) + k * a.columnStride();
                if (columns == Tile.WIDTH) {
                    tile.wide(aAt, tileRows, panelOfB, (long) k * Tile.WIDTH, count, from, to);
                } else {
                    EdgeTile edge = edges.get();
                    edge.load(before, from, tileRows, columns);
                    edge.tile().wide(aAt, tileRows, panelOfB, (long) k * Tile.WIDTH, count, 0, 0);
                    edge.store(out, to, tileRows, columns);
                }
            }
        }
    }
}
