package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.task.GradedTask;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskText;
import org.tornadormt.model.training.RunSeeds.Use;

/**
 * Batches of texts of the tasks, which take turns.
 *
 * @param tasks what texts are made from
 * @param seeds of the texts
 * @param batch texts side by side
 */
record TaskTexts(List<Task> tasks, RunSeeds seeds, int batch) {

    /** Whether some of the tasks have a difficulty. */
    boolean areGraded() {
        return tasks.stream().anyMatch(GradedTask.class::isInstance);
    }

    /** The same, with the tasks that have a difficulty at that one. */
    TaskTexts at(double difficulty) {
        return new TaskTexts(tasks.stream()
                .map(task -> task instanceof GradedTask graded ? graded.at(difficulty) : task).toList(), seeds, batch);
    }

    /**
     * Adds the gradients of a batch to those in the runner.
     *
     * @param number of this batch among all of the run
     * @param segments segments of each text
     * @param segmentSize tokens of a segment
     * @param initial the memory that texts begin with, {@code [numMemTokens, embeddingSize]}
     * @param scale factor of every term of the loss, times the number of labels
     */
    StepGradients step(TrainingRunner runner, OptionalInt depth, long number, int segments, int segmentSize,
            float[] initial, float scale) {
        List<TaskText> texts = new ArrayList<>();
        for (long text = number * batch; text < (number + 1) * batch; text++) {
            Task task = tasks.get((int) (text % tasks.size()));
            texts.add(text(task, segments, segmentSize, seeds.of(Use.TEXT, text)));
        }
        Batch of = Batch.of(texts);
        MemoryReplay.Result result = new MemoryReplay(depth).run(runner, CarriedState.repeated(initial, batch),
                of.segments(), of.targets(), scale / Math.max(1, of.labels()));
        return new StepGradients(result.loss(), result.memoryGradient(), segments, segmentSize, of.tokens());
    }

    /**
     * Texts of one task that are measured with; always the same.
     *
     * @param task number of the task
     * @param number of the batch
     */
    Batch measured(int task, int number, int segments, int segmentSize) {
        List<TaskText> texts = new ArrayList<>();
        for (int b = 0; b < batch; b++) {
            texts.add(text(tasks.get(task).measured(), segments, segmentSize,
                    seeds.of(Use.EVALUATION, (long) number * batch + b)));
        }
        return Batch.of(texts);
    }

    /**
     * Finds out before a run whether there are texts of these lengths.
     *
     * @throws ModelException if a task has none of one of them
     */
    void requireLengths(List<Integer> counts, int segmentSize) {
        for (Task task : tasks) {
            for (int segments : counts) {
                text(task, segments, segmentSize, seeds.of(Use.EVALUATION, 0));
                text(task.measured(), segments, segmentSize, seeds.of(Use.EVALUATION, 0));
            }
        }
    }

    private static TaskText text(Task task, int segments, int segmentSize, long seed) {
        try {
            return task.text(segments, segmentSize, seed);
        } catch (IllegalArgumentException e) {
            throw new ModelException("task " + task.name() + ": " + e.getMessage());
        }
    }

    /**
     * How many tokens of a segment have a target at most: 1 if no text of some has more, or any number.
     *
     * @param most number of segments of the longest texts
     */
    int labels(List<Integer> most, int segmentSize) {
        for (int segments : most) {
            for (int task = 0; task < tasks.size(); task++) {
                for (int[][] targets : measured(task, 0, segments, segmentSize).targets()) {
                    for (int[] row : targets) {
                        if (Batch.labels(row) > 1) {
                            return segmentSize;
                        }
                    }
                }
            }
        }
        return 1;
    }
}
