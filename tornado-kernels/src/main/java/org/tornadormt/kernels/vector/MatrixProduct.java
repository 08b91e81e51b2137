package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * {@code out = start + a b} in register tiles. A group of panels of {@code b} stays in the second cache while the rows of
 * {@code a} pass, each of them through the whole group; a long sum is taken in parts, so that it stays there however long.
 * Each sum runs in one order, so a result does not depend on the number of threads.
 */
final class MatrixProduct {
    /** Rows of a unit of work, if its group of panels is not all of {@code b}; otherwise those of a tile. */
    private static final int CHUNK_ROWS = 40 * Tile.ROWS;

    private final Matrix start;
    private final Matrix a;
    private final Panels b;
    private final Matrix out;
    private final IntArray layer;
    private final int rows;
    /** Panels of a unit of work. */
    private final int groupSize;
    private final int groups;
    private final int chunkRows;
    private final int chunks;
    private final Tile tile;
    private final ThreadLocal<Scratch> scratches;
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
        tile = Tile.of(a.values(), a.rowStride(), a.columnStride());
        copies = TileClasses.isFast(a.columnStride()) || a.rowStride() != 1 ? null
                : ThreadLocal.withInitial(() -> new CopiedChunk(a, b.rows(), Math.min(rows, CHUNK_ROWS)));
        groupSize = b.groupSize();
        groups = Math.ceilDiv(b.panels(), groupSize);
        chunkRows = groups == 1 && copies == null ? Tile.ROWS : CHUNK_ROWS;
        chunks = Math.ceilDiv(rows, chunkRows);
        scratches = ThreadLocal.withInitial(() -> new Scratch(groupSize));
    }

    /** One unit of work is one group of panels for one chunk of rows. */
    RowForm rowForm() {
        return new RowForm(groups * chunks, 1, this::beginRun, this::compute);
    }

    private void beginRun() {
        run++;
        b.beginRun();
    }

    private void compute(int from, int to) {
        int current = layer.get(0);
        if (groups == 1 && copies == null) {
            multiply(current, 0, from * chunkRows, Math.min(rows, to * chunkRows));
            return;
        }
        for (int unit = from; unit < to; unit++) {
            // A group stays in the second cache for all chunks, or a copied chunk for all groups.
            int group = copies == null ? unit / chunks : unit % groups;
            int firstRow = (copies == null ? unit % chunks : unit / groups) * chunkRows;
            multiply(current, group * groupSize, firstRow, Math.min(rows, firstRow + chunkRows));
        }
    }

    private void multiply(int current, int firstPanel, int firstRow, int lastRow) {
        int panels = Math.min(groupSize, b.panels() - firstPanel);
        CopiedChunk copied = copies == null ? null : copies.get();
        Tile reader = copied == null ? tile : copied.tile(run, current, firstRow, lastRow - firstRow);
        long step = copied == null ? a.columnStride() : copied.step();
        Scratch scratch = scratches.get();
        for (int k = 0; k < b.rows(); k += Panels.PART) {
            int count = Math.min(Panels.PART, b.rows() - k);
            for (int p = 0; p < panels; p++) {
                scratch.parts[p] = b.part(current, firstPanel + p, k, count);
            }
            Matrix before = k == 0 ? start : out;
            for (int row = firstRow; row < lastRow; row += Tile.ROWS) {
                int rowsOfTile = Math.min(Tile.ROWS, lastRow - row);
                long rowStart = (copied == null ? a.start(current, row) : row - firstRow) + k * step;
                for (int p = 0; p < panels; p++) {
                    int column = (firstPanel + p) * Tile.WIDTH;
                    reader.wide(rowStart, rowsOfTile, scratch.parts[p], b.start(k), count, scratch.sums, 0);
                    add(before, before.start(current, row) + column, scratch.sums, out.start(current, row) + column,
                            rowsOfTile, Math.min(Tile.WIDTH, b.columns() - column));
                }
            }
        }
    }

    /** {@code out = before + sums} for a tile. */
    private void add(Matrix before, long from, float[] tileSums, long to, int rowsOfTile, int columns) {
        int whole = Lanes.SPECIES.loopBound(columns);
        for (int r = 0; r < rowsOfTile; r++) {
            long fromRow = from + r * before.rowStride();
            long toRow = to + r * out.rowStride();
            for (int c = 0; c < whole; c += Lanes.COUNT) {
                FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, tileSums, r * Tile.WIDTH + c);
                Lanes.store(Lanes.load(before.values(), fromRow + c).add(sum), out.values(), toRow + c);
            }
            if (whole < columns) {
                VectorMask<Float> rest = Lanes.below(whole, columns);
                FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, tileSums, r * Tile.WIDTH + whole);
                Lanes.store(Lanes.load(before.values(), fromRow + whole, rest).add(sum), out.values(), toRow + whole,
                        rest);
            }
        }
    }

    /** What a thread needs for its tiles. */
    private static final class Scratch {
        /** Of one tile. */
        private final float[] sums = new float[Tile.ROWS * Tile.WIDTH];
        /** The parts of a group's panels. */
        private final MemorySegment[] parts;

        private Scratch(int groupSize) {
            parts = new MemorySegment[groupSize];
        }
    }
}
