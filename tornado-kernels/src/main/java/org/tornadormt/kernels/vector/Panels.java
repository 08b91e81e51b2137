package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;

/**
 * The right operand of a product as tiles read it: panels of {@link Tile#WIDTH} columns, {@code [rows, WIDTH]} floats
 * each, the last one filled up.
 */
interface Panels {
    /** Rows of a part at most. */
    int PART = 768;
    /** Panels of a group at least: 32 columns, so that rows of the left operand are not read too often. */
    int LEAST_GROUP = Math.max(1, 32 / Tile.WIDTH);

    /** Rows of each panel. */
    int rows();

    /** Columns of all panels of a layer together. */
    int columns();

    /** Before each run: what changes has changed. */
    default void beginRun() {}

    /** Panels of a layer. */
    default int panels() {
        return Math.ceilDiv(columns(), Tile.WIDTH);
    }

    /** How many panels are used together, while rows of the left operand pass all of them. */
    default int groupSize() {
        return LEAST_GROUP;
    }

    /**
     * Memory that holds rows {@code first} to {@code first + count} of a panel, from float {@link #start} on, until this
     * thread asks for the same panel of another group.
     *
     * @param count {@link #PART} at most
     */
    MemorySegment part(int layer, int panel, int first, int count);

    /** Float of {@link #part} where row {@code first} begins. */
    long start(int first);
}
