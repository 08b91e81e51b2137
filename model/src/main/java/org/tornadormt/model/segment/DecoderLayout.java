package org.tornadormt.model.segment;

import org.tornadormt.kernels.RowTable;

/**
 * Segment of a decoder (GPT-2 and the like): {@code [memory, tokens, memory]} under the plain causal mask, at positions
 * 0, 1, 2, … (arXiv 2304.11062 v2, section 3; class {@code MemoryCell} of the reference implementation), or as another
 * profile numbers them. The read block in front and the write block at the end start from the same vectors; the write
 * block follows the last real token. With the profile {@link Profile#FRONT} there is no write block.
 *
 * @param numMemTokens memory vectors in each block
 * @param profile how positions are numbered
 */
public record DecoderLayout(int numMemTokens, Profile profile) implements SegmentLayout {

    /** The layout of the reference implementation. */
    public DecoderLayout(int numMemTokens) {
        this(numMemTokens, Profile.REFERENCE);
    }

    @Override
    public int rows(int tokens) {
        return tokens + (profile == Profile.FRONT ? 1 : 2) * numMemTokens;
    }

    @Override
    public int tokenRow(int index) {
        return numMemTokens + index;
    }

    @Override
    public int writeRow(int slot, int tokens) {
        return profile == Profile.FRONT ? slot : numMemTokens + tokens + slot;
    }

    @Override
    public void place(RowTable table, int firstRow, int[] tokens, boolean withWriteBlock) {
        for (int slot = 0; slot < numMemTokens; slot++) {
            placeMemory(table, firstRow, slot, slot, slot);
        }
        for (int i = 0; i < tokens.length; i++) {
            int at = tokenRow(i);
            table.token(firstRow + at, tokens[i], tokenPosition(i), at, at + 1);
        }
        boolean writes = withWriteBlock && profile != Profile.FRONT;
        for (int slot = 0; writes && slot < numMemTokens; slot++) {
            placeMemory(table, firstRow, writeRow(slot, tokens.length), writePosition(slot, tokens.length), slot);
        }
    }

    private static void placeMemory(RowTable table, int firstRow, int at, int position, int slot) {
        table.memory(firstRow + at, slot, position, at, at + 1);
    }

    private int tokenPosition(int index) {
        return switch (profile) {
            case REFERENCE, FRONT -> tokenRow(index);
            case KOTSHINZ -> 2 * numMemTokens + index;
        };
    }

    private int writePosition(int slot, int tokens) {
        return switch (profile) {
            case REFERENCE, FRONT -> writeRow(slot, tokens);
            case KOTSHINZ -> numMemTokens + slot;
        };
    }

    @Override
    public int[] withoutOwnTokens(int[] tokens) {
        return tokens;
    }
}
