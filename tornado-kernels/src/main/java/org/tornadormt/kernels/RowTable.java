package org.tornadormt.kernels;

import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * What each row of a segment is, as four integers a row: all that the host sends per segment.
 *
 * <p>A segment of a batch occupies {@code sequences * rowsPerSequence} rows. A row is a token, a memory vector or
 * padding; it has a position for the position embedding, a slot in the key-value cache of its sequence, and it sees the
 * first {@code visible} slots of that cache. This one number expresses every mask that recurrent memory needs: causal
 * ({@code visible = slot + 1}), full ({@code visible = length}), rows of unequal length (padding sees nothing and is
 * seen by nobody).
 */
public final class RowTable {
    /** Number of integers a row. */
    public static final int FIELDS = 4;
    /**
     * A token id (0 or more), a memory slot {@code j} as {@code -1 - j}, or {@link #PADDING}; in a table of rows that
     * read another table's rows, the number of such a row.
     */
    public static final int SOURCE = 0;
    /** Position, a row of the table of position embeddings or of rotations. */
    public static final int POSITION = 1;
    /** Slot of the key-value cache that this row's key and value go to. */
    public static final int SLOT = 2;
    /** Number of cache slots that this row attends to; 0 for padding. */
    public static final int VISIBLE = 3;

    /** The {@link #SOURCE} of a row that holds nothing. */
    public static final int PADDING = -(1 << 30);

    private final IntArray values;

    /** A table of {@code rowCount} rows, all padding. */
    public RowTable(int rowCount) {
        values = new IntArray(rowCount * FIELDS);
        clear();
    }

    /** The integers, {@code [rowCount, FIELDS]}, as kernels read them. */
    public IntArray values() {
        return values;
    }

    /** Makes every row padding. */
    public void clear() {
        for (int row = 0; row < values.getSize() / FIELDS; row++) {
            set(row, PADDING, 0, 0, 0);
        }
    }

    /** Row {@code row} is the token {@code tokenId}. */
    public void token(int row, int tokenId, int position, int slot, int visible) {
        set(row, tokenId, position, slot, visible);
    }

    /** Row {@code row} is vector {@code memorySlot} of its sequence's memory. */
    public void memory(int row, int memorySlot, int position, int slot, int visible) {
        set(row, -1 - memorySlot, position, slot, visible);
    }

    /**
     * Row {@code row} stands for row {@code other} of another table, of which it takes position and sight.
     *
     * @param table the other table
     */
    public void reads(int row, RowTable table, int other) {
        set(row, other, table.values.get(other * FIELDS + POSITION), 0, table.values.get(other * FIELDS + VISIBLE));
    }

    private void set(int row, int source, int position, int slot, int visible) {
        values.set(row * FIELDS + SOURCE, source);
        values.set(row * FIELDS + POSITION, position);
        values.set(row * FIELDS + SLOT, slot);
        values.set(row * FIELDS + VISIBLE, visible);
    }
}
