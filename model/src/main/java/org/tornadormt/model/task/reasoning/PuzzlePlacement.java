package org.tornadormt.model.task.reasoning;

import org.apache.commons.math3.random.RandomGenerator;

/**
 * Where the two facts of a puzzle stand in a text.
 *
 * @param first place of the fact that the puzzle calls first, which may be behind the other
 * @param second place of the other fact
 */
record PuzzlePlacement(FactPlace first, FactPlace second) {
    /** The fewest tokens of a segment that hold both facts and the question, wherever they come to stand. */
    static final int MIN_SEGMENT_SIZE = 2 * FactPlace.LENGTH + FactPlace.QUESTION_LENGTH;

    /** Draws places that do not overlap. */
    static PuzzlePlacement draw(RandomGenerator random, int segments, int segmentSize) {
        PuzzlePlacement drawn = drawAny(random, segments, segmentSize);
        while (drawn.first.overlaps(drawn.second)) {
            drawn = drawAny(random, segments, segmentSize);
        }
        return drawn;
    }

    private static PuzzlePlacement drawAny(RandomGenerator random, int segments, int segmentSize) {
        FactPlace first = FactPlace.draw(random, segments, segmentSize);
        return new PuzzlePlacement(first, FactPlace.draw(random, segments, segmentSize));
    }

    /** Whether both facts stand before segment number {@code last}. */
    boolean isBefore(int last) {
        return Math.max(first.segment(), second.segment()) < last;
    }
}
