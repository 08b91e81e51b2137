package org.tornadormt.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A tile at the right edge of a product, which has fewer columns than a tile is wide: it is computed in a room of its own.
 * For one thread.
 */
final class EdgeTile {
    private final Matrix room = Matrix.of(
            Arena.ofAuto().allocate((long) Tile.ROWS * Tile.WIDTH * Float.BYTES, Lanes.COUNT * Float.BYTES),
            Tile.WIDTH);
    private final Tile tile;

    EdgeTile(Matrix a) {
        tile = new Tile(a, room, room);
    }

    /** The tile, from float 0 of the room to there. */
    Tile tile() {
        return tile;
    }

    /** Sets what the sums start from. */
    void load(Matrix source, long first, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            copy(source.values(), first + r * source.rowStride(), room.values(), r * room.rowStride(), columns);
        }
    }

    /** Brings the sums to where they belong. */
    void store(Matrix target, long first, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            copy(room.values(), r * room.rowStride(), target.values(), first + r * target.rowStride(), columns);
        }
    }

    private static void copy(MemorySegment from, long fromAt, MemorySegment to, long toAt, int count) {
        MemorySegment.copy(from, fromAt * Float.BYTES, to, toAt * Float.BYTES, (long) count * Float.BYTES);
    }
}
