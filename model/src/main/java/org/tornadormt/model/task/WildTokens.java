package org.tornadormt.model.task;

import org.apache.commons.math3.random.RandomGenerator;

/**
 * Runs of arbitrary tokens among the sentences of filler. A model that is trained on a grammar alone never meets most
 * tokens of a vocabulary, and what it has not met overwrites its memory; with such runs it learns that a text of any
 * kind may stand between a fact and its question.
 *
 * <p>A run has 4, 8, … 256 tokens and is made of 1, 2, … 128 different ones, all equally likely: from one letter that is
 * repeated to tokens that hardly come twice. That a run states a fact by chance needs its five tokens or more in order,
 * which of a vocabulary of 700 does not happen in 10^14 runs.
 *
 * @param percent how many of 100 drawn pieces are runs; the others are sentences
 * @param vocabularySize tokens that a run may have: 0 … {@code vocabularySize - 1}
 */
public record WildTokens(int percent, int vocabularySize) {
    static final int LONGEST_RUN = 256;
    private static final int SHORTEST_RUN = 4;
    private static final int RUN_LENGTHS = 7;
    private static final int PALETTE_SIZES = 8;
    private static final int PERCENT = 100;

    /** @throws IllegalArgumentException if there is no token, or {@code percent} is not 0 … 100 */
    public WildTokens {
        if (percent < 0 || percent > PERCENT || vocabularySize < 1) {
            throw new IllegalArgumentException(percent + " % runs of " + vocabularySize
                    + " tokens; ask for 0 to 100 % and at least one token");
        }
    }

    /** Decides by chance whether the next piece of filler is a run; no random number is spent where none can be. */
    boolean isNext(RandomGenerator random) {
        return percent > 0 && random.nextInt(PERCENT) < percent;
    }

    /**
     * Draws a run.
     *
     * @param run gets the tokens, {@code [LONGEST_RUN]}
     * @return the number of tokens
     */
    int draw(RandomGenerator random, int[] run) {
        int length = SHORTEST_RUN << random.nextInt(RUN_LENGTHS);
        var palette = new int[1 << random.nextInt(PALETTE_SIZES)];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = random.nextInt(vocabularySize);
        }
        for (int i = 0; i < length; i++) {
            run[i] = palette[random.nextInt(palette.length)];
        }
        return length;
    }
}
