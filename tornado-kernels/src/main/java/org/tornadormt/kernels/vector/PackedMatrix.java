package org.tornadormt.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Panels in 32 bits. A panel is packed when it is first used, by the thread that uses it: so all threads share the
 * packing, and layers that never run are never packed.
 *
 * <p>What changes from run to run is packed anew in each, into the same room.
 */
final class PackedMatrix implements Panels {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final long ALIGNMENT = 64;
    /** What stays in a second cache beside other things: the panels of a matrix of no more are used together. */
    private static final long SMALL_BYTES = 128 * 1024;
    /** Rows of a panel that are moved at a time where they become columns; they stay in the first cache. */
    private static final int BLOCK = 16;

    private final Matrix source;
    private final int rows;
    private final int columns;
    private final boolean constant;
    /** Room of each panel, once it was used. */
    private final AtomicReferenceArray<MemorySegment> rooms;
    /** The same where the content is of use. */
    private final AtomicReferenceArray<MemorySegment> packed;

    private PackedMatrix(Matrix source, int layers, int rows, int columns, boolean constant) {
        this.source = source;
        this.rows = rows;
        this.columns = columns;
        this.constant = constant;
        rooms = new AtomicReferenceArray<>(Math.multiplyExact(layers, panels()));
        packed = new AtomicReferenceArray<>(rooms.length());
    }

    /** A matrix for each of {@code layers}, which never changes. */
    static PackedMatrix constant(Matrix source, int layers, int rows, int columns) {
        return new PackedMatrix(source, layers, rows, columns, true);
    }

    /** A matrix for each of {@code layers}, whose panels lie in {@code values} from float {@code first} on. */
    static PackedMatrix alreadyPacked(MemorySegment values, int first, int layers, int rows, int columns) {
        Matrix source = Matrix.of(values, Tile.WIDTH);
        PackedMatrix matrix = new PackedMatrix(source, layers, rows, columns, true);
        long bytes = (long) Tile.WIDTH * rows * Float.BYTES;
        for (int i = 0; i < matrix.packed.length(); i++) {
            matrix.packed.setPlain(i, values.asSlice((long) first * Float.BYTES + i * bytes, bytes));
        }
        return matrix;
    }

    /** A matrix that changes; there is room for that of one layer, the one of the current run. */
    static PackedMatrix changing(Matrix source, int rows, int columns) {
        return new PackedMatrix(source, 1, rows, columns, false);
    }

    @Override
    public void beginRun() {
        for (int i = 0; i < packed.length() && !constant; i++) {
            packed.setPlain(i, null);
        }
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /**
     * All panels of a small matrix: units of work are then rows, as those of other operations are, and a thread finds in
     * its cache what it wrote there in the operation before.
     */
    @Override
    public int groupSize() {
        boolean small = (long) rows * columns * Float.BYTES <= SMALL_BYTES;
        return small ? panels() : LEAST_GROUP;
    }

    /** The whole panel. Two threads that come first at once both pack it, with one result. */
    @Override
    public MemorySegment part(int layer, int panel, int first, int count) {
        int index = constant ? layer * panels() + panel : panel;
        MemorySegment values = packed.get(index);
        if (values == null) {
            values = room(index);
            pack(layer, panel, values);
            packed.set(index, values);
        }
        return values;
    }

    @Override
    public long start(int first) {
        return (long) first * Tile.WIDTH;
    }

    private MemorySegment room(int index) {
        if (rooms.get(index) == null) {
            rooms.compareAndSet(index, null,
                    Arena.ofAuto().allocate((long) Tile.WIDTH * rows * Float.BYTES, ALIGNMENT));
        }
        return rooms.get(index);
    }

    private void pack(int layer, int panel, MemorySegment values) {
        int firstColumn = panel * Tile.WIDTH;
        int width = Math.min(Tile.WIDTH, columns - firstColumn);
        long start = source.start(layer, 0) + firstColumn * source.columnStride();
        if (source.columnStride() == 1) {
            copyRows(start, width, values);
        } else {
            transpose(start, width, values);
        }
    }

    private void copyRows(long start, int width, MemorySegment values) {
        for (int k = 0; k < rows; k++) {
            MemorySegment.copy(source.values(), (start + k * source.rowStride()) * Float.BYTES, values,
                    (long) k * Tile.WIDTH * Float.BYTES, (long) width * Float.BYTES);
        }
    }

    private void transpose(long start, int width, MemorySegment values) {
        for (int first = 0; first < rows; first += BLOCK) {
            int last = Math.min(rows, first + BLOCK);
            for (int j = 0; j < width; j++) {
                long column = start + j * source.columnStride();
                for (int k = first; k < last; k++) {
                    values.setAtIndex(FLOAT, (long) k * Tile.WIDTH + j,
                            source.values().getAtIndex(FLOAT, column + k * source.rowStride()));
                }
            }
        }
    }
}
