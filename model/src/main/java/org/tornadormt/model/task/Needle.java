package org.tornadormt.model.task;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is hidden in a text, and what is asked for at its end.
 *
 * @param facts the sentences that tell it
 * @param question the question in words, one space between tokens
 * @param questionTokens its ids; not to be changed
 * @param answer the answer, a word of one token
 * @param answerToken its id
 */
public record Needle(List<PlacedSentence> facts, String question, int[] questionTokens, String answer,
        int answerToken) {

    /**
     * A sentence and where it stands; no border of a segment cuts it.
     *
     * @param text it in words, one space between tokens
     * @param tokens its ids; not to be changed
     * @param segment number of its segment, counted from 0
     * @param offset of its first token there
     */
    public record PlacedSentence(String text, int[] tokens, int segment, int offset) {}

    /** Brings the facts into the order of the text. */
    public Needle {
        facts = facts.stream().sorted(Comparator.comparingInt(PlacedSentence::segment)
                .thenComparingInt(PlacedSentence::offset)).toList();
    }

    /** The facts in words, in the order of the text. */
    public String told() {
        return facts.stream().map(PlacedSentence::text).collect(Collectors.joining(" "));
    }

    /** Numbers of the segments in which they stand, in the order of the text. */
    public List<Integer> segments() {
        return facts.stream().map(PlacedSentence::segment).distinct().toList();
    }

    /** Overwrites tokens of segment number {@code index} with the facts that stand there. */
    public void writeTo(int[] tokens, int index) {
        for (PlacedSentence fact : facts) {
            if (fact.segment == index) {
                System.arraycopy(fact.tokens, 0, tokens, fact.offset, fact.tokens.length);
            }
        }
    }

    /** Overwrites the end of a segment with the question. */
    public void writeQuestionAtEnd(int[] tokens) {
        System.arraycopy(questionTokens, 0, tokens, tokens.length - questionTokens.length, questionTokens.length);
    }

    /** Whether all facts stand in front of the question that ends segment number {@code last}. */
    boolean isBeforeQuestion(int last, int segmentSize) {
        return facts.stream().allMatch(fact -> fact.segment < last || fact.segment == last
                && fact.offset + fact.tokens.length <= segmentSize - questionTokens.length);
    }
}
