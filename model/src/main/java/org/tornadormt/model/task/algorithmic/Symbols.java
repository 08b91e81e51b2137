package org.tornadormt.model.task.algorithmic;

import org.apache.commons.math3.random.Well19937c;

/** The symbols that are copied or reversed: ids 2 to 9, all equally likely. The id 1 asks for the answer. */
final class Symbols {
    /** Ids of symbols and of the token that asks: 0 to 9, of which 0 does not occur. */
    static final int VOCABULARY_SIZE = 10;
    /** The token between what is read and the answer. */
    static final int START_OF_ANSWER = 1;
    private static final int FIRST = 2;
    private static final int COUNT = 8;

    private Symbols() {}

    /** Draws {@code count} symbols. */
    static int[] draw(int count, long seed) {
        var random = new Well19937c(seed);
        var symbols = new int[count];
        for (int i = 0; i < count; i++) {
            symbols[i] = FIRST + random.nextInt(COUNT);
        }
        return symbols;
    }

    /**
     * How many symbols a text can have.
     *
     * @param readings how often each symbol takes a token: once where it is shown, and once for each answer
     * @throws IllegalArgumentException if the text is too long or too short
     */
    static int count(int segments, int segmentSize, int readings) {
        long tokens = (long) segments * segmentSize;
        if (segments < 1 || tokens < readings || tokens > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException(segments + " segments of " + segmentSize + " tokens; ask for at least "
                    + readings + " tokens in all and at most " + Integer.MAX_VALUE / 2);
        }
        return (int) tokens / readings;
    }
}
