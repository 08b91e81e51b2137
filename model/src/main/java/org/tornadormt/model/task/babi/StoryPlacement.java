package org.tornadormt.model.task.babi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Where the statements of a story stand in a text.
 *
 * @param positions of the first token of each, counted from the start of the text
 */
record StoryPlacement(List<Integer> positions) {
    /** Tokens of the longest statement. */
    static final int LONGEST_STATEMENT = 10;
    /** Tokens of the longest question with all of its answer but the last token. */
    static final int LONGEST_END = 8;

    /** Tokens that statements may have together in a text; less than none if there is no room. */
    static int room(int segments, int segmentSize) {
        return segments * segmentSize - LONGEST_END - (segments - 1) * (LONGEST_STATEMENT - 1);
    }

    /**
     * Draws places, in the order of the statements: anywhere in the text, but behind the statement before, early enough for
     * those that follow, and not across the border of a segment.
     *
     * @param lengths of the statements; together at most {@link #room}
     */
    static StoryPlacement draw(RandomGenerator random, int[] lengths, int segments, int segmentSize) {
        int end = segments * segmentSize - LONGEST_END;
        int[] wanted = new int[lengths.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = random.nextInt(end);
        }
        Arrays.sort(wanted);
        int[] latest = latest(lengths, segmentSize, end);
        List<Integer> positions = new ArrayList<>();
        int free = 0;
        for (int i = 0; i < lengths.length; i++) {
            int position = Math.max(free, Math.min(wanted[i], latest[i]));
            int left = segmentSize - position % segmentSize;
            // The latest place is not across a border, so what is moved behind one is not moved behind that.
            position += left < lengths[i] ? left : 0;
            positions.add(position);
            free = position + lengths[i];
        }
        return new StoryPlacement(positions);
    }

    /** The last places that leave room for all that follow. */
    private static int[] latest(int[] lengths, int segmentSize, int end) {
        int[] latest = new int[lengths.length];
        int behind = end;
        for (int i = lengths.length - 1; i >= 0; i--) {
            int segmentOfLastToken = (behind - 1) / segmentSize * segmentSize;
            int position = behind - lengths[i];
            latest[i] = position < segmentOfLastToken ? segmentOfLastToken - lengths[i] : position;
            behind = latest[i];
        }
        return latest;
    }
}
