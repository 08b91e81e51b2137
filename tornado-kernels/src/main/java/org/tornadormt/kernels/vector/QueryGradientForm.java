package org.tornadormt.kernels.vector;

import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.gradient.AttentionGradient;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The gradient of attention with respect to the queries, a block of rows and one head at a time. */
final class QueryGradientForm {
    private final IntArray rows;
    private final IntArray layer;
    private final int sequences;
    private final int rowsPerSequence;
    private final int cacheSlots;
    private final int numHeads;
    private final int group;
    private final int headSize;
    private final int slotSize;
    private final int layerStride;
    private final LaneBlocks blocks;
    private final ThreadLocal<QueryGradientBlock> wide;
    private final ThreadLocal<QueryGradientBlock> narrow;

    QueryGradientForm(IntArray rows, FloatArray query, FloatArray keys, FloatArray values, FloatArray outGradient,
            FloatArray queryGradient, FloatArray statistics, IntArray layer, int rowCount, int rowsPerSequence,
            int cacheSlots, int numHeads, int numKeyValueHeads, int headSize, int layerStride) {
        this.rows = rows;
        this.layer = layer;
        sequences = rowCount / rowsPerSequence;
        this.rowsPerSequence = rowsPerSequence;
        this.cacheSlots = cacheSlots;
        this.numHeads = numHeads;
        group = numHeads / numKeyValueHeads;
        this.headSize = headSize;
        slotSize = numKeyValueHeads * headSize;
        this.layerStride = layerStride;
        blocks = LaneBlocks.of(rowsPerSequence);
        var operands = new QueryGradientBlock.Operands(query.getSegment(), keys.getSegment(), values.getSegment(),
                outGradient.getSegment(), queryGradient.getSegment(), statistics.getSegment(), numHeads, headSize,
                slotSize, cacheSlots);
        wide = ThreadLocal.withInitial(() -> new QueryGradientBlock(operands, new LaneShape(true)));
        narrow = ThreadLocal.withInitial(() -> new QueryGradientBlock(operands, new LaneShape(false)));
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
            int number = blocks.count() - 1 - unit % blocks.count();
            QueryGradientBlock block = blocks.isWide(number) ? wide.get() : narrow.get();
            int firstInSequence = blocks.firstRow(number);
            int firstRow = sequence * rowsPerSequence + firstInSequence;
            int count = Math.min(block.lanes(), rowsPerSequence - firstInSequence);
            for (int q = 0; q < block.lanes(); q++) {
                block.see(q, q < count ? rows.get((firstRow + q) * RowTable.FIELDS + RowTable.VISIBLE) : 0);
            }
            long cache = layerStart + (long) sequence * cacheSlots * slotSize + (long) head / group * headSize;
            long statistic = ((long) firstRow * numHeads + head) * AttentionGradient.STATISTICS;
            block.compute(((long) firstRow * numHeads + head) * headSize, count, cache, statistic);
        }
    }
}
