package org.tornadormt.model.task.algorithmic;

import org.apache.commons.math3.random.Well19937c;
import org.tornadormt.model.task.ShiftedText;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskText;

/**
 * Associative retrieval (arXiv 2207.06881, section 4): pairs of a letter, ids 11 to 36, and a digit, ids 0 to 9; then one
 * of the letters again, the token 10, and the digit of that letter, which is the answer. All letters differ.
 *
 * @param pairs how many pairs; the paper has 4, which makes texts of 10 tokens
 */
public record RetrievalTask(int pairs) implements Task {
    /** Pairs of the paper. */
    public static final int PAPER_PAIRS = 4;
    private static final int DIGITS = 10;
    private static final int START_OF_ANSWER = 10;
    private static final int FIRST_LETTER = 11;
    private static final int LETTERS = 26;

    /** Checks that there are letters enough. */
    public RetrievalTask {
        if (pairs < 1 || pairs > LETTERS) {
            throw new IllegalArgumentException(pairs + " pairs; ask for 1 to " + LETTERS);
        }
    }

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public int vocabularySize() {
        return FIRST_LETTER + LETTERS;
    }

    @Override
    public TaskText text(int segments, int segmentSize, long seed) {
        var random = new Well19937c(seed);
        int[] letters = letters();
        var sequence = new int[2 * pairs + 3];
        for (int i = 0; i < pairs; i++) {
            int drawn = i + random.nextInt(LETTERS - i);
            int letter = letters[drawn];
            letters[drawn] = letters[i];
            sequence[2 * i] = letter;
            sequence[2 * i + 1] = random.nextInt(DIGITS);
        }
        int asked = random.nextInt(pairs);
        sequence[2 * pairs] = sequence[2 * asked];
        sequence[2 * pairs + 1] = START_OF_ANSWER;
        sequence[2 * pairs + 2] = sequence[2 * asked + 1];
        return ShiftedText.cut(sequence, 1, segments, segmentSize);
    }

    private static int[] letters() {
        var letters = new int[LETTERS];
        for (int i = 0; i < LETTERS; i++) {
            letters[i] = FIRST_LETTER + i;
        }
        return letters;
    }
}
