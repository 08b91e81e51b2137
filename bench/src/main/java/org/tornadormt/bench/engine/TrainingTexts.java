package org.tornadormt.bench.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tornadormt.kernels.gradient.CrossEntropy;

/**
 * Texts side by side, cut into segments.
 *
 * @param segments of each segment, token ids of every text, {@code [batch][segmentSize]}
 * @param targets likewise the token that follows each, also over the border of a segment; none follows the last
 */
public record TrainingTexts(List<int[][]> segments, List<int[][]> targets) {

    /** Random texts of a number of segments. */
    public static TrainingTexts random(BenchShape shape, int batch, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[][]> segments = new ArrayList<>();
        List<int[][]> targets = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            segments.add(new int[batch][]);
            targets.add(new int[batch][]);
        }
        int size = shape.segmentSize();
        for (int b = 0; b < batch; b++) {
            int[] text = random.ints((long) count * size, 0, shape.vocabularySize()).toArray();
            for (int s = 0; s < count; s++) {
                int[] target = new int[size];
                for (int t = 0; t < size; t++) {
                    int next = s * size + t + 1;
                    target[t] = next < text.length ? text[next] : CrossEntropy.NO_LABEL;
                }
                segments.get(s)[b] = Arrays.copyOfRange(text, s * size, (s + 1) * size);
                targets.get(s)[b] = target;
            }
        }
        return new TrainingTexts(segments, targets);
    }

    /** Tokens that another one predicts: terms of the loss. */
    int terms() {
        int[][] first = segments.getFirst();
        return first.length * (segments.size() * first[0].length - 1);
    }
}
