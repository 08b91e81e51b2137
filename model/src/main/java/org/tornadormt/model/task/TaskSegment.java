package org.tornadormt.model.task;

import java.util.Arrays;

/**
 * A segment of a text, and what a model should say where.
 *
 * @param tokens token ids, at least one
 * @param targets the token to predict at each of them, or -1 where none is asked for
 */
public record TaskSegment(int[] tokens, int[] targets) {
    /** In place of a target where none is asked for. */
    static final int NO_TARGET = -1;

    /** Checks that there is a target, or the lack of one, for each token. */
    public TaskSegment {
        if (tokens.length == 0 || tokens.length != targets.length) {
            throw new IllegalArgumentException("a segment of " + tokens.length + " tokens with " + targets.length
                    + " targets");
        }
    }

    /** A segment that asks for nothing. */
    public static TaskSegment silent(int[] tokens) {
        int[] targets = new int[tokens.length];
        Arrays.fill(targets, NO_TARGET);
        return new TaskSegment(tokens, targets);
    }

    /** A segment whose end is a question: the answer is the token to predict at the very last of its tokens. */
    public static TaskSegment asking(int[] tokens, int answer) {
        TaskSegment segment = silent(tokens);
        segment.targets[tokens.length - 1] = answer;
        return segment;
    }
}
