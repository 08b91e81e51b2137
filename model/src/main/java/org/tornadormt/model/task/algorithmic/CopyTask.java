package org.tornadormt.model.task.algorithmic;

import org.tornadormt.model.task.ShiftedText;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskText;

/**
 * Copying (arXiv 2207.06881, section 4): {@code n} symbols, the token 1, and the same symbols twice, which are the answer.
 * A text has as many symbols as fit into its segments, a third of its tokens: 24 in three segments of 24, in six of 12
 * and in nine of 8, as the paper has them.
 */
public record CopyTask() implements Task {
    private static final int READINGS = 3;

    @Override
    public String name() {
        return "copy";
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
        System.arraycopy(symbols, 0, sequence, 0, count);
        sequence[count] = Symbols.START_OF_ANSWER;
        System.arraycopy(symbols, 0, sequence, count + 1, count);
        System.arraycopy(symbols, 0, sequence, 2 * count + 1, count);
        return ShiftedText.cut(sequence, 2 * count, segments, segmentSize);
    }
}
