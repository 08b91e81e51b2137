package org.tornadormt.kernels.vector;

import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The gradient of attention with respect to keys and values, a block of rows and one of their heads at a time. */
final class KeyValueGradientForm {
    private final IntArray keyRows;
    private final int sequences;
    private final int keyRowsPerSequence;
    private final int queryRowsPerSequence;
    private final int numKeyValueHeads;
    private final int headSize;
    private final LaneBlocks blocks;
    private final ThreadLocal<KeyValueGradientBlock> wide;
    private final ThreadLocal<KeyValueGradientBlock> narrow;

    KeyValueGradientForm(IntArray keyRows, IntArray queryRows, FloatArray query, FloatArray keyValue,
            FloatArray outGradient, FloatArray statistics, FloatArray keyValueGradient, int keyRowCount,
            int keyRowsPerSequence, int queryRowsPerSequence, int numHeads, int numKeyValueHeads, int headSize) {
        this.keyRows = keyRows;
        sequences = keyRowCount / keyRowsPerSequence;
        this.keyRowsPerSequence = keyRowsPerSequence;
        this.queryRowsPerSequence = queryRowsPerSequence;
        this.numKeyValueHeads = numKeyValueHeads;
        this.headSize = headSize;
        blocks = LaneBlocks.of(keyRowsPerSequence);
        var operands = new KeyValueGradientBlock.Operands(queryRows, query.getSegment(), keyValue.getSegment(),
                outGradient.getSegment(), statistics, keyValueGradient.getSegment(), queryRowsPerSequence, numHeads,
                numKeyValueHeads, headSize);
        wide = ThreadLocal.withInitial(() -> new KeyValueGradientBlock(operands, new LaneShape(true)));
        narrow = ThreadLocal.withInitial(() -> new KeyValueGradientBlock(operands, new LaneShape(false)));
    }

    /** One unit of work is one head of one block of rows. */
    RowForm rowForm() {
        return new RowForm(sequences * numKeyValueHeads * blocks.count(), 1, this::compute);
    }

    private void compute(int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int sequence = unit / (numKeyValueHeads * blocks.count());
            int head = unit / blocks.count() % numKeyValueHeads;
            // The first blocks are seen by the most, and come first.
            int number = unit % blocks.count();
            KeyValueGradientBlock block = blocks.isWide(number) ? wide.get() : narrow.get();
            int firstInSequence = blocks.firstRow(number);
            int firstRow = sequence * keyRowsPerSequence + firstInSequence;
            int count = Math.min(block.lanes(), keyRowsPerSequence - firstInSequence);
            for (int q = 0; q < block.lanes(); q++) {
                block.lie(q, q < count ? slot(firstRow + q) : Integer.MAX_VALUE);
            }
            block.compute((2L * firstRow * numKeyValueHeads + head) * headSize, count, head,
                    sequence * queryRowsPerSequence);
        }
    }

    /** The slot of a row; padding gets one that nobody sees. */
    private int slot(int row) {
        boolean padding = keyRows.get(row * RowTable.FIELDS + RowTable.VISIBLE) == 0;
        return padding ? Integer.MAX_VALUE : keyRows.get(row * RowTable.FIELDS + RowTable.SLOT);
    }
}
