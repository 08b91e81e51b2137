package org.tornadormt.model.task;

import java.util.List;

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

    /** It and its question, in segments of {@code segmentSize} tokens. */
    Needle needle(int segmentSize) {
        var told = new Needle.PlacedSentence(fact.text(), fact.tokens(), position / segmentSize,
                position % segmentSize);
        return new Needle(List.of(told), fact.question(), fact.questionTokens(), fact.place(), fact.answer());
    }
}
