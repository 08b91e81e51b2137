package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes texts of sequences that a language model continues: it reads all tokens but the last, and each is the target of
 * the one before it, across the borders of segments too. Only the end of a sequence, its answer, is asked for.
 */
public final class ShiftedText {
    private static final int NO_TARGET = -1;

    private ShiftedText() {}

    /**
     * Cuts a sequence into segments.
     *
     * @param sequence what is read, and one token more
     * @param answerSize how many tokens at the end of the sequence are targets
     * @param segments how many segments the text must have
     * @param segmentSize tokens of a segment; the last may be shorter
     * @throws IllegalArgumentException if that gives another number of segments
     */
    public static TaskText cut(int[] sequence, int answerSize, int segments, int segmentSize) {
        int tokens = sequence.length - 1;
        if (segmentSize < 1 || Math.ceilDiv(tokens, segmentSize) != segments) {
            throw new IllegalArgumentException(tokens + " tokens are not " + segments + " segments of " + segmentSize
                    + (segmentSize < 1 ? "" : " but " + Math.ceilDiv(tokens, segmentSize))
                    + "; ask for another segment size or number of segments");
        }
        int[] targets = Arrays.copyOfRange(sequence, 1, sequence.length);
        Arrays.fill(targets, 0, tokens - answerSize, NO_TARGET);
        List<int[]> textSegments = new ArrayList<>();
        List<int[]> textTargets = new ArrayList<>();
        for (int from = 0; from < tokens; from += segmentSize) {
            int to = Math.min(from + segmentSize, tokens);
            textSegments.add(Arrays.copyOfRange(sequence, from, to));
            textTargets.add(Arrays.copyOfRange(targets, from, to));
        }
        return new TaskText(textSegments, textTargets);
    }
}
