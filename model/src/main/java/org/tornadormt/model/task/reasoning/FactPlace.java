package org.tornadormt.model.task.reasoning;

import org.apache.commons.math3.random.RandomGenerator;

/**
 * Where a fact stands in a text or a window of one.
 *
 * @param segment number of the segment
 * @param offset of its first token there
 */
record FactPlace(int segment, int offset) {
    static final int LENGTH = 8;
    static final int QUESTION_LENGTH = 7;

    /**
     * Draws a place that is not cut by a border and leaves room for the question at the end; all segments are equally
     * likely, and all offsets in one.
     */
    static FactPlace draw(RandomGenerator random, int segments, int segmentSize) {
        int segment = random.nextInt(segments);
        int room = segment == segments - 1 ? segmentSize - QUESTION_LENGTH : segmentSize;
        return new FactPlace(segment, random.nextInt(room - LENGTH + 1));
    }

    boolean overlaps(FactPlace other) {
        return segment == other.segment && Math.abs(offset - other.offset) < LENGTH;
    }
}
