package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.task.TaskText;

/**
 * Texts side by side.
 *
 * @param segments the segments in their order: of each, token ids of every text
 * @param targets the token to predict at each token or -1, likewise
 */
record Batch(List<int[][]> segments, List<int[][]> targets) {

    /** Puts texts of the same number of segments side by side. */
    static Batch of(List<TaskText> texts) {
        int count = texts.getFirst().segments().size();
        List<int[][]> segments = new ArrayList<>();
        List<int[][]> targets = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int[][] tokens = new int[texts.size()][];
            int[][] following = new int[texts.size()][];
            for (int b = 0; b < texts.size(); b++) {
                if (texts.get(b).segments().size() != count) {
                    throw new ModelException("texts of " + count + " and of " + texts.get(b).segments().size()
                            + " segments in one batch; the task must give as many as it was asked for");
                }
                tokens[b] = texts.get(b).segments().get(s);
                following[b] = texts.get(b).targets().get(s);
            }
            segments.add(tokens);
            targets.add(following);
        }
        return new Batch(segments, targets);
    }

    /** How many targets there are. */
    int labels() {
        return targets.stream().flatMap(Arrays::stream).mapToInt(Batch::labels).sum();
    }

    /** How many targets there are among some. */
    static int labels(int[] targets) {
        int labels = 0;
        for (int target : targets) {
            labels += target == CrossEntropy.NO_LABEL ? 0 : 1;
        }
        return labels;
    }

    /** Tokens of all texts. */
    long tokens() {
        long tokens = 0;
        for (int[][] segment : segments) {
            for (int[] row : segment) {
                tokens += row.length;
            }
        }
        return tokens;
    }
}
