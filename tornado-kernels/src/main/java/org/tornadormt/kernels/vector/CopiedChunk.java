package org.tornadormt.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Some rows of a product's left operand whose step is not fast, copied so that it is: {@code [columns, step]}. What was copied
 * last stays, so the panels that a thread takes one after the other share it. For one thread.
 */
final class CopiedChunk {
    private final Matrix source;
    private final int columns;
    private final int step;
    private final MemorySegment copy;
    private final Tile tile;
    private long run = -1;
    private int firstRow = -1;

    /**
     * Room for a chunk.
     *
     * @param source its rows lie beside each other: its row stride is 1
     * @param columns of {@code source}
     * @param rows of a chunk at most
     */
    CopiedChunk(Matrix source, int columns, int rows) {
        this.source = source;
        this.columns = columns;
        step = TileClasses.fastStep(rows);
        copy = Arena.ofAuto().allocate((long) columns * step * Float.BYTES, Lanes.COUNT * Float.BYTES);
        tile = Tile.of(copy, 1, step);
    }

    /** Floats from one column of the copy to the next. */
    int step() {
        return step;
    }

    /**
     * The tile that reads the copy of rows {@code first} to {@code first + count}.
     *
     * @param currentRun number of the run: a new one has new values
     */
    Tile tile(long currentRun, int layer, int first, int count) {
        if (run != currentRun || firstRow != first) {
            long start = source.start(layer, first);
            for (int k = 0; k < columns; k++) {
                MemorySegment.copy(source.values(), (start + k * source.columnStride()) * Float.BYTES, copy,
                        (long) k * step * Float.BYTES, (long) count * Float.BYTES);
            }
            run = currentRun;
            firstRow = first;
        }
        return tile;
    }
}
