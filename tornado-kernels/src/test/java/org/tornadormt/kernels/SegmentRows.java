package org.tornadormt.kernels;

import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The rows of a random segment: sequences of unequal length, some empty, with tokens and memory vectors mixed, each in
 * a cache slot of its own and seeing any number of slots.
 *
 * @param table the rows as kernels read them
 * @param rows the same rows as tests read them
 */
record SegmentRows(RowTable table, List<Row> rows, int sequences, int rowsPerSequence, int numMemTokens,
        int vocabularySize, int positions, int cacheSlots) {

    /**
     * One row.
     *
     * @param token token id, or -1
     * @param memorySlot number of its memory vector, or -1
     * @param visible number of cache slots that it sees; 0 for padding
     */
    record Row(int sequence, int token, int memorySlot, int position, int slot, int visible) {
        boolean isPadding() {
            return token < 0 && memorySlot < 0;
        }
    }

    static SegmentRows random(RandomInputs random) {
        return random(random, random.size());
    }

    static SegmentRows random(RandomInputs random, int rowsPerSequence) {
        int sequences = random.oneTo(3);
        int cacheSlots = rowsPerSequence + random.below(10);
        SegmentRows segment = new SegmentRows(new RowTable(sequences * rowsPerSequence), new ArrayList<>(), sequences,
                rowsPerSequence, random.oneTo(8), random.size(), random.size(), cacheSlots);
        for (int b = 0; b < sequences; b++) {
            int length = random.below(rowsPerSequence + 1);
            int[] slots = random.permutation(cacheSlots);
            for (int i = 0; i < rowsPerSequence; i++) {
                segment.add(i < length ? segment.randomRow(random, b, slots[i]) : new Row(b, -1, -1, 0, 0, 0));
            }
        }
        return segment;
    }

    private Row randomRow(RandomInputs random, int sequence, int slot) {
        boolean memory = random.below(3) == 0;
        return new Row(sequence, memory ? -1 : random.below(vocabularySize), memory ? random.below(numMemTokens) : -1,
                random.below(positions), slot, random.oneTo(cacheSlots));
    }

    private void add(Row row) {
        int r = rows.size();
        rows.add(row);
        if (row.token >= 0) {
            table.token(r, row.token, row.position, row.slot, row.visible);
        } else if (row.memorySlot >= 0) {
            table.memory(r, row.memorySlot, row.position, row.slot, row.visible);
        }
    }

    int rowCount() {
        return rows.size();
    }

    IntArray values() {
        return table.values();
    }
}
