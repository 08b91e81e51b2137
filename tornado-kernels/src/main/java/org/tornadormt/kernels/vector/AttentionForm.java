package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Attention of a block of rows and one head at a time, with a running maximum and sum over blocks of keys
 * (arXiv 2305.19370); blocks that no row of the block sees are never computed. What is done where, is in
 * {@link AttentionBlock}.
 */
final class AttentionForm {
    private final IntArray rows;
    private final MemorySegment out;
    private final IntArray layer;
    private final int sequences;
    private final int rowsPerSequence;
    private final int cacheSlots;
    private final int numHeads;
    private final int headsPerKeyValueHead;
    private final int headSize;
    private final int layerStride;
    private final int querySize;
    private final int keyValueSize;
    private final LaneBlocks blocks;
    private final ThreadLocal<AttentionBlock> wide;
    private final ThreadLocal<AttentionBlock> narrow;

    AttentionForm(IntArray rows, FloatArray query, FloatArray keys, FloatArray values, FloatArray out, IntArray layer,
            int rowCount, int rowsPerSequence, int cacheSlots, int numHeads, int numKeyValueHeads, int headSize,
            int layerStride) {
        this.rows = rows;
        this.out = out.getSegment();
        this.layer = layer;
        sequences = rowCount / rowsPerSequence;
        this.rowsPerSequence = rowsPerSequence;
        this.cacheSlots = cacheSlots;
        this.numHeads = numHeads;
        headsPerKeyValueHead = numHeads / numKeyValueHeads;
        this.headSize = headSize;
        this.layerStride = layerStride;
        querySize = numHeads * headSize;
        keyValueSize = numKeyValueHeads * headSize;
        blocks = LaneBlocks.of(rowsPerSequence);
        AttentionOperands operands = new AttentionOperands(query.getSegment(), keys.getSegment(), values.getSegment(),
                querySize, keyValueSize, headSize);
        wide = ThreadLocal.withInitial(() -> new AttentionBlock(operands, new LaneShape(true)));
        narrow = ThreadLocal.withInitial(() -> new AttentionBlock(operands, new LaneShape(false)));
    }

    /** One unit of work is one head of one block of rows. */
    RowForm rowForm() {
        return new RowForm(sequences * numHeads * blocks.count(), 1, this::compute);
    }

    private void compute(int from, int to) {
        int layerStart = layer.get(0) * layerStride;
        for (int unit = from; unit < to; unit++) {
            int sequence = unit / (numHeads * blocks.count());
            int head = unit / blocks.count() % numHeads;
            // The last blocks see the most: first, so that no thread is left with a long one at the end.
            int block = blocks.count() - 1 - unit % blocks.count();
            int firstInSequence = blocks.firstRow(block);
            long cache = layerStart + (long) sequence * cacheSlots * keyValueSize
                    + (long) (head / headsPerKeyValueHead) * headSize;
            attend(blocks.isWide(block) ? wide.get() : narrow.get(), sequence * rowsPerSequence + firstInSequence,
                    rowsPerSequence - firstInSequence, head, cache);
        }
    }

    private void attend(AttentionBlock block, int firstRow, int rowsLeft, int head, long cache) {
        int count = Math.min(block.lanes(), rowsLeft);
        for (int q = 0; q < count; q++) {
            block.see(q, rows.get((firstRow + q) * RowTable.FIELDS + RowTable.VISIBLE));
        }
        long start = (long) firstRow * querySize + (long) head * headSize;
        block.attend(start, count, cache, out);
    }
}
