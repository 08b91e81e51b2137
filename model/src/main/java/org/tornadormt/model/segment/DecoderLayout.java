package org.tornadormt.model.segment;

import org.tornadormt.kernels.RowTable;

/**
 * Segment of a decoder (GPT-2 and the like): {@code [memory, tokens, memory]} under the plain causal mask, at positions
 * 0, 1, 2, … (arXiv 2304.11062 v2, section 3; class {@code MemoryCell} of the reference implementation). The read block
 * in front and the write block at the end start from the same vectors; the write block follows the last real token.
 *
 * @param numMemTokens memory vectors in each block
 */
public record DecoderLayout(int numMemTokens) implements SegmentLayout {

    @Override
    public int rows(int tokens) {
        return tokens + 2 * numMemTokens;
    }

    @Override
    public int tokenRow(int index) {
        return numMemTokens + index;
    }

    @Override
    public int writeRow(int slot, int tokens) {
        return numMemTokens + tokens + slot;
    }

    @Override
    public void place(RowTable table, int firstRow, int[] tokens, boolean withWriteBlock) {
        for (int slot = 0; slot < numMemTokens; slot++) {
            placeMemory(table, firstRow, slot, slot);
        }
        for (int i = 0; i < tokens.length; i++) {
            int at = tokenRow(i);
            table.token(firstRow + at, tokens[i], at, at, at + 1);
        }
        for (int slot = 0; withWriteBlock && slot < numMemTokens; slot++) {
            placeMemory(table, firstRow, writeRow(slot, tokens.length), slot);
        }
    }

    private static void placeMemory(RowTable table, int firstRow, int at, int slot) {
        table.memory(firstRow + at, slot, at, at, at + 1);
    }

    @Override
    public int[] withoutOwnTokens(int[] tokens) {
        return tokens;
    }
}
