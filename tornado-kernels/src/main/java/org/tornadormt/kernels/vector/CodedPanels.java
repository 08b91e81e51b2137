package org.tornadormt.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.StoredNumbers;

/**
 * A constant matrix of each layer whose panels lie there in 16 bits. The thread that multiplies a part of a panel decodes
 * it first, into memory that stays in its second cache while rows pass; sums run as they do with 32 bits, so results have
 * the same bits.
 *
 * @param first number where the panels of layer 0 begin
 */
record CodedPanels(MemorySegment codes, NumberFormat format, int first, int rows, int columns) implements Panels {
    private static final long ALIGNMENT = 64;
    /** Room for each panel of a group. Nothing outlives a part of a panel in here. */
    private static final ThreadLocal<MemorySegment[]> DECODED = ThreadLocal.withInitial(() -> Stream
            .generate(() -> Arena.ofAuto().allocate((long) PART * Tile.WIDTH * Float.BYTES, ALIGNMENT))
            .limit(LEAST_GROUP)
            .toArray(MemorySegment[]::new));

    static CodedPanels of(StoredNumbers numbers, int first, int rows, int columns) {
        return new CodedPanels(numbers.segment(), numbers.format(), first, rows, columns);
    }

    @Override
    public MemorySegment part(int layer, int panel, int firstRow, int count) {
        MemorySegment decoded = DECODED.get()[panel % LEAST_GROUP];
        long row = ((long) layer * panels() + panel) * rows + firstRow;
        Codes.decode(format, codes, first + row * Tile.WIDTH, count * Tile.WIDTH, decoded);
        return decoded;
    }

    @Override
    public long start(int firstRow) {
        return 0;
    }
}
