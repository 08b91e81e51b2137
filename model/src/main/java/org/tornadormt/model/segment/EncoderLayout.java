package org.tornadormt.model.segment;

import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.tornadormt.kernels.RowTable;

/**
 * Segment of an encoder (BERT and the like): {@code [CLS] memory [SEP] tokens [SEP]} under the full mask, at positions
 * 0, 1, 2, … (arXiv 2304.11062, section 3; class {@code RMTEncoderForSequenceClassification} of the reference
 * implementation). The memory block is read and written at once: its hidden states are the next memory.
 *
 * @param numMemTokens memory vectors
 * @param classId id of [CLS]
 * @param separatorId id of [SEP]
 * @param specialIds ids that are taken out of a text, because the layout puts them in itself
 */
public record EncoderLayout(int numMemTokens, int classId, int separatorId, Set<Integer> specialIds)
        implements
            SegmentLayout {

    /** Rows beside memory and tokens: [CLS], [SEP], [SEP]. */
    public static final int SPECIAL_ROWS = 3;

    /** Keeps the special ids in order, so that equal layouts are described equally in every process. */
    public EncoderLayout {
        specialIds = Collections.unmodifiableSortedSet(new TreeSet<>(specialIds));
    }

    @Override
    public int rows(int tokens) {
        return numMemTokens + tokens + SPECIAL_ROWS;
    }

    @Override
    public int tokenRow(int index) {
        return 1 + numMemTokens + 1 + index;
    }

    @Override
    public int writeRow(int slot, int tokens) {
        return 1 + slot;
    }

    @Override
    public void place(RowTable table, int firstRow, int[] tokens, boolean withWriteBlock) {
        int rows = rows(tokens.length);
        table.token(firstRow, classId, 0, 0, rows);
        for (int slot = 0; slot < numMemTokens; slot++) {
            table.memory(firstRow + 1 + slot, slot, 1 + slot, 1 + slot, rows);
        }
        table.token(firstRow + 1 + numMemTokens, separatorId, 1 + numMemTokens, 1 + numMemTokens, rows);
        for (int i = 0; i < tokens.length; i++) {
            table.token(firstRow + tokenRow(i), tokens[i], tokenRow(i), tokenRow(i), rows);
        }
        table.token(firstRow + rows - 1, separatorId, rows - 1, rows - 1, rows);
    }

    @Override
    public int[] withoutOwnTokens(int[] tokens) {
        return Arrays.stream(tokens).filter(id -> !specialIds.contains(id)).toArray();
    }
}
