package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.TrainingRunner.Loss;
import org.tornadormt.model.task.Task;

/**
 * Measures the weights of a {@link TrainingRunner} as they are now.
 *
 * @param texts what is measured with
 * @param samples texts of each task; rounded up to whole batches
 * @param segmentSize tokens of a segment
 */
record Evaluation(TaskTexts texts, int samples, int segmentSize) {

    /**
     * Reads texts and says how many targets were hit. The gradients in the runner are of no use afterwards.
     *
     * @param segments segments of each text
     * @param initial the memory that texts begin with, {@code [numMemTokens, embeddingSize]}
     */
    List<TaskScore> run(TrainingRunner runner, int segments, float[] initial) {
        List<TaskScore> scores = new ArrayList<>();
        for (int task = 0; task < texts.tasks().size(); task++) {
            scores.add(score(runner, task, segments, initial));
        }
        return scores;
    }

    private TaskScore score(TrainingRunner runner, int task, int segments, float[] initial) {
        double[] sums = new double[segments];
        int[] labelsOf = new int[segments];
        int hits = 0;
        Map<Integer, Integer> counts = new HashMap<>();
        for (int number = 0; number < Math.ceilDiv(samples, texts.batch()); number++) {
            Batch batch = texts.measured(task, number, segments, segmentSize);
            runner.restore(CarriedState.repeated(initial, texts.batch()));
            for (int s = 0; s < segments; s++) {
                int[][] targets = batch.targets().get(s);
                if (count(targets, counts) > 0) {
                    Loss loss = runner.loss(batch.segments().get(s), targets);
                    sums[s] += loss.sum();
                    labelsOf[s] += loss.labels();
                    hits += loss.hits();
                }
                if (s < segments - 1) {
                    runner.read(batch.segments().get(s));
                }
            }
        }
        int commonest = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        int labels = IntStream.of(labelsOf).sum();
        Task of = texts.tasks().get(task);
        List<Double> losses = of.isJudgedByLoss()
                ? IntStream.range(0, segments).mapToObj(s -> sums[s] / labelsOf[s]).toList()
                : List.of();
        return new TaskScore(of.name(), segments, DoubleStream.of(sums).sum() / Math.max(1, labels), labels, hits,
                commonest, losses);
    }

    private static int count(int[][] targets, Map<Integer, Integer> counts) {
        int count = 0;
        for (int[] row : targets) {
            for (int target : row) {
                if (target != CrossEntropy.NO_LABEL) {
                    counts.merge(target, 1, Integer::sum);
                    count++;
                }
            }
        }
        return count;
    }
}
