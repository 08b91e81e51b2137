package org.tornadormt.model.task;

/**
 * A fact and where it stands in a text.
 *
 * @param fact the fact
 * @param position index of its first token, counted from the start of the first segment
 */
record PlacedFact(Fact fact, int position) {

    /** Overwrites tokens of segment number {@code index} with the fact, if it stands there. */
    void writeTo(int[] segment, int index) {
        if (index == position / segment.length) {
            fact.writeTo(segment, position % segment.length);
        }
    }

    /** Whether it stands in front of the question that ends segment number {@code last}. */
    boolean isBeforeQuestion(int last, int segmentSize) {
        return position + fact.length() <= (long) (last + 1) * segmentSize - fact.questionLength();
    }
}
