package org.tornadormt.model.segment;

import org.tornadormt.kernels.RowTable;

/**
 * What the rows of a segment are: where the memory is read, where the tokens stand, where the next memory comes from.
 * The cells of the reference implementation differ in this only.
 */
public sealed interface SegmentLayout permits DecoderLayout, EncoderLayout {

    /** Number of memory vectors. */
    int numMemTokens();

    /** Rows that a segment of {@code tokens} tokens has, the write block included. */
    int rows(int tokens);

    /** Row of token {@code index} of the segment. */
    int tokenRow(int index);

    /** Row whose hidden state becomes memory vector {@code slot} after a segment of {@code tokens} tokens. */
    int writeRow(int slot, int tokens);

    /**
     * Describes the rows of one segment.
     *
     * @param table where to
     * @param firstRow row of the table that is row 0 of this segment
     * @param tokens token ids of the segment
     * @param withWriteBlock whether the rows that only the memory write needs are there
     */
    void place(RowTable table, int firstRow, int[] tokens, boolean withWriteBlock);

    /** The tokens without the ones that this layout puts in itself. */
    int[] withoutOwnTokens(int[] tokens);

    /** Row whose hidden state a classifier reads. */
    default int classifierRow() {
        return 0;
    }
}
