package org.tornadormt.model.task;

/**
 * A fact and the question about it: {@code mary went back to the kitchen .} and {@code where is mary ?}. The answer is
 * one token, the place.
 */
public final class Fact {
    private final String name;
    private final String action;
    private final String place;
    private final int[] tokens;
    private final int[] questionTokens;
    private final int answer;

    Fact(String name, String action, String place, WordIds wordIds) {
        this.name = name;
        this.action = action;
        this.place = place;
        this.tokens = wordIds.ids(text());
        this.questionTokens = wordIds.ids(question());
        this.answer = wordIds.id(place);
    }

    /** Who it is about. */
    public String name() {
        return name;
    }

    /** What they did; may be several words. */
    public String action() {
        return action;
    }

    /** Where they went: the answer. */
    public String place() {
        return place;
    }

    /** The fact in words, one space between tokens. */
    public String text() {
        return name + " " + action + " to the " + place + " .";
    }

    /** The question in words, one space between tokens. */
    public String question() {
        return "where is " + name + " ?";
    }

    /** Ids of {@link #text}, a new array {@code [length]}. */
    public int[] tokens() {
        return tokens.clone();
    }

    /** Ids of {@link #question}, a new array {@code [4]}. */
    public int[] questionTokens() {
        return questionTokens.clone();
    }

    /** Id of the place. */
    public int answer() {
        return answer;
    }

    /** Tokens of the fact: 5 and those of the action. */
    public int length() {
        return tokens.length;
    }

    /** Tokens of the question. */
    public int questionLength() {
        return questionTokens.length;
    }

    /** Overwrites {@code segment[offset]} and what follows with the fact. */
    void writeTo(int[] segment, int offset) {
        System.arraycopy(tokens, 0, segment, offset, tokens.length);
    }

    /** Overwrites the end of a segment with the question. */
    void writeQuestionAtEnd(int[] segment) {
        System.arraycopy(questionTokens, 0, segment, segment.length - questionTokens.length, questionTokens.length);
    }

    @Override
    public String toString() {
        return text();
    }
}
