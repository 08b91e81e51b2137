package org.tornadormt.model.task;

import java.util.NoSuchElementException;

/**
 * One text with one fact and a question at its end, written as it is read: a segment at a time, in the memory of a
 * segment. The fact overwrites filler, and so do the last tokens, which are the question; the answer is the token to
 * predict at the very last of them. Not safe for use by several threads at once.
 */
public final class FactSample {
    private final PlacedFact placed;
    private final int segments;
    private final int segmentSize;
    private final NoiseStream noise;
    private int read;

    FactSample(PlacedFact placed, int segments, int segmentSize, NoiseStream noise) {
        this.placed = placed;
        this.segments = segments;
        this.segmentSize = segmentSize;
        this.noise = noise;
    }

    /** Whether there are segments left to read. */
    public boolean hasNext() {
        return read < segments;
    }

    /**
     * The next segment's tokens, a new array {@code [segmentSize]}.
     *
     * @throws NoSuchElementException if all have been read
     */
    public int[] nextSegment() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + segments + " segments of the sample have been read");
        }
        var tokens = new int[segmentSize];
        noise.fill(tokens, 0, segmentSize);
        placed.writeTo(tokens, read);
        read++;
        if (!hasNext()) {
            placed.fact().writeQuestionAtEnd(tokens);
        }
        return tokens;
    }

    /** The fact that the text tells. */
    public Fact fact() {
        return placed.fact();
    }

    /** Index of the fact's first token, counted from the start of the first segment. */
    public int factPosition() {
        return placed.position();
    }

    /** Id of the token that answers the question. */
    public int answer() {
        return placed.fact().answer();
    }

    /** Number of segments in all. */
    public int segments() {
        return segments;
    }

    /** Tokens of each segment. */
    public int segmentSize() {
        return segmentSize;
    }
}
