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
    /** Where {@code a} is read from if its step is not fast; null if it is. */
    private final ThreadLocal<CopiedChunk> copies;
    /** Number of the current run; written before its threads begin. */
    private long run;

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
        tile = Tile.of(a.values(), a.rowStride(), a.columnStride());
        copies = TileClasses.isFast(a.columnStride()) || a.rowStride() != 1 ? null
                : ThreadLocal.withInitial(() -> new CopiedChunk(a, b.rows(), Math.min(rows, CHUNK_ROWS)));
    }

    /** One unit of work is one panel for one chunk of rows. */
    RowForm rowForm() {
        return new RowForm(b.panels() * chunks, 1, this::beginRun, this::compute);
    }

    private void beginRun() {
        run++;
        b.beginRun();
    }

    private void compute(int from, int to) {
        int current = layer.get(0);
        for (int unit = from; unit < to; unit++) {
            // A panel stays in the second cache for all chunks, or a copied chunk for all panels.
            int panel = copies == null ? unit / chunks : unit % b.panels();
            int firstRow = (copies == null ? unit % chunks : unit / b.panels()) * CHUNK_ROWS;
            multiply(current, panel, firstRow, Math.min(rows, firstRow + CHUNK_ROWS));
        }
    }

    private void multiply(int current, int panel, int firstRow, int lastRow) {
        float[] chunkSums = sums.get();
        int column = panel * Tile.WIDTH;
        int columns = Math.min(Tile.WIDTH, b.columns() - column);
        CopiedChunk copied = copies == null ? null : copies.get();
        Tile reader = copied == null ? tile : copied.tile(run, current, firstRow, lastRow - firstRow);
        long step = copied == null ? a.columnStride() : copied.step();
        for (int k = 0; k < b.rows(); k += Panels.PART) {
            int count = Math.min(Panels.PART, b.rows() - k);
            MemorySegment partOfB = b.part(current, panel, k, count);
            long partStart = b.start(k);
            for (int row = firstRow; row < lastRow; row += Tile.ROWS) {
                int rowsOfTile = Math.min(Tile.ROWS, lastRow - row);
                int at = (row - firstRow) * Tile.WIDTH;
                if (k == 0) {
                    load(start.start(current, row) + column, columns, rowsOfTile, chunkSums, at);
                }
                long rowStart = copied == null ? a.start(current, row) : row - firstRow;
                reader.wide(rowStart + k * step, rowsOfTile, partOfB, partStart, count, chunkSums, at);
                if (k + count == b.rows()) {
                    // At once: so memory takes the results of this tile while the next one is computed.
                    store(out.start(current, row) + column, columns, rowsOfTile, chunkSums, at);
                }
            }
        }
    }

    /** Sets the sums of a tile to what they start from. */
    private void load(long first, int columns, int rowsOfTile, float[] chunkSums, int at) {
        if (columns == Tile.WIDTH) {
            loadVectors(first, rowsOfTile, chunkSums, at);
            return;
        }
        for (int r = 0; r < rowsOfTile; r++) {
            MemorySegment.copy(start.values(), FLOAT, (first + r * start.rowStride()) * Float.BYTES, chunkSums,
                    at + r * Tile.WIDTH, columns);
        }
    }

    /** A whole panel, without a call for each row. */
    private void loadVectors(long first, int rowsOfTile, float[] chunkSums, int at) {
        for (int r = 0; r < rowsOfTile; r++) {
            long from = first + r * start.rowStride();
            for (int c = 0; c < Tile.WIDTH; c += Lanes.COUNT) {
                Lanes.load(start.values(), from + c).intoArray(chunkSums, at + r * Tile.WIDTH + c);
            }
        }
    }

    /** Puts the sums of a tile into the output. */
    private void store(long first, int columns, int rowsOfTile, float[] chunkSums, int at) {
        if (columns == Tile.WIDTH) {
            storeVectors(first, rowsOfTile, chunkSums, at);
            return;
        }
        for (int r = 0; r < rowsOfTile; r++) {
            MemorySegment.copy(chunkSums, at + r * Tile.WIDTH, out.values(), FLOAT,
                    (first + r * out.rowStride()) * Float.BYTES, columns);
        }
    }

    private void storeVectors(long first, int rowsOfTile, float[] chunkSums, int at) {
        for (int r = 0; r < rowsOfTile; r++) {
            long to = first + r * out.rowStride();
            for (int c = 0; c < Tile.WIDTH; c += Lanes.COUNT) {
                Lanes.store(FloatVector.fromArray(Lanes.SPECIES, chunkSums, at + r * Tile.WIDTH + c), out.values(),
                        to + c);
            }
        }
    }
}
