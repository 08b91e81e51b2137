package org.tornadormt.model.task.reasoning;

import org.apache.commons.math3.random.RandomGenerator;

/**
 * Where the two facts of a puzzle stand in a text.
 *
 * @param segment of the first fact
 * @param offset of its first token there
 * @param otherSegment of the second fact
 * @param otherOffset of its first token there
 */
record PuzzlePlacement(int segment, int offset, int otherSegment, int otherOffset) {
    static final int FACT_LENGTH = 8;
    static final int QUESTION_LENGTH = 7;
    /** The fewest tokens of a segment that hold both facts and the question, wherever they come to stand. */
    static final int MIN_SEGMENT_SIZE = 2 * FACT_LENGTH + QUESTION_LENGTH;

    /**
     * Draws places that do not overlap and are not cut by a border; all segments are equally likely, and all offsets in
     * one.
     */
    static PuzzlePlacement draw(RandomGenerator random, int segments, int segmentSize) {
        PuzzlePlacement drawn = drawAny(random, segments, segmentSize);
        while (drawn.overlap()) {
            drawn = drawAny(random, segments, segmentSize);
        }
        return drawn;
    }

    private static PuzzlePlacement drawAny(RandomGenerator random, int segments, int segmentSize) {
        int segment = random.nextInt(segments);
        int offset = drawOffset(random, segment == segments - 1, segmentSize);
        int other = random.nextInt(segments);
        return new PuzzlePlacement(segment, offset, other, drawOffset(random, other == segments - 1, segmentSize));
    }

    private static int drawOffset(RandomGenerator random, boolean asks, int segmentSize) {
        return random.nextInt(segmentSize - (asks ? QUESTION_LENGTH : 0) - FACT_LENGTH + 1);
    }

    private boolean overlap() {
        return segment == otherSegment && Math.abs(offset - otherOffset) < FACT_LENGTH;
    }

    /** Whether both facts stand before segment number {@code last}. */
    boolean isBefore(int last) {
        return Math.max(segment, otherSegment) < last;
    }
}
