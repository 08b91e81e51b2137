package org.tornadormt.model.task.algorithmic;

import org.tornadormt.model.task.ShiftedText;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskText;

/**
 * Reversing (arXiv 2207.06881, section 4): {@code n} symbols, the token 1, and the symbols from the last to the first,
 * which are the answer. A text has as many symbols as fit into its segments, half of its tokens: 24 in two segments of
 * 24, in four of 12 and in six of 8, as the paper has them.
 */
public record ReverseTask() implements Task {
    private static final int READINGS = 2;

    @Override
    public String name() {
        return "reverse";
    }

    @Override
    public int vocabularySize() {
        return Symbols.VOCABULARY_SIZE;
    }

    @Override
    public TaskText text(int segments, int segmentSize, long seed) {
        int count = Symbols.count(segments, segmentSize, READINGS);
        int[] symbols = Symbols.draw(count, seed);
        var sequence = new int[READINGS * count + 1];
        for (int i = 0; i < count; i++) {
            sequence[i] = symbols[i];
            sequence[2 * count - i] = symbols[i];
        }
        sequence[count] = Symbols.START_OF_ANSWER;
        return ShiftedText.cut(sequence, count, segments, segmentSize);
    }
}
