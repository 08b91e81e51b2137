package org.tornadormt.model.task;

import java.util.List;

/** A task that hides facts in filler and asks for a word at the end, so that the filler may be any other text. */
public interface NeedleTask extends CarriedTask {

    /**
     * What text number {@code seed} hides, and where.
     *
     * @throws IllegalArgumentException if there is no text of that size; the message says what the task needs
     */
    Needle needle(int segments, int segmentSize, long seed);

    /**
     * Filler without facts.
     *
     * @param seed of this stream alone: see {@link SampleSeed}
     */
    NoiseStream noise(long seed);

    /** Ids of all words that may be an answer. */
    List<Integer> answers();

    /** The share of right answers of one who guesses. */
    default double chance() {
        return 1.0 / answers().size();
    }

    @Override
    NeedleTask measured();

    @Override
    default List<int[]> filler(long seed, int segments, int segmentSize) {
        return noise(seed).segments(segments, segmentSize);
    }
}
