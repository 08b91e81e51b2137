package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/**
 * Measures how often a language model does a task: it reads texts side by side, a segment at a time, and wherever a
 * token is asked for, that token must have the largest logit of the whole vocabulary. Texts are those of
 * {@link Task#measured}: where a task keeps some from training, they are these.
 */
public final class TaskEvaluation implements AutoCloseable {
    private final SegmentRunner runner;
    private final Task task;
    private final long seed;

    /**
     * An evaluation on a device.
     *
     * @param batch texts that are read side by side
     * @param seed of the texts: text {@code i} of a length is the same whatever the batch
     * @throws ModelException if the model's vocabulary lacks tokens of the task
     */
    public TaskEvaluation(RmtModel model, Device device, Task task, int batch, long seed) {
        requireVocabulary(model, task);
        // Rows of logits are asked for one by one: most tasks have one target a text.
        runner = new SegmentRunner(model, device, new RunnerOptions(batch, model.segmentSize(), 1, 0));
        this.task = task.measured();
        this.seed = seed;
    }

    /**
     * Checks that a model knows all tokens of a task.
     *
     * @throws ModelException if not
     */
    public static void requireVocabulary(RmtModel model, Task task) {
        if (task.vocabularySize() > model.config().vocabularySize()) {
            throw new ModelException("task " + task.name() + " needs ids up to " + (task.vocabularySize() - 1)
                    + ", but the vocabulary of the model has ids 0 to " + (model.config().vocabularySize() - 1)
                    + "; take the tokenizer of this model, or a config.json with a larger vocab_size");
        }
    }

    /**
     * Reads texts of one length.
     *
     * @param segments segments of each text
     * @param first number of the first text
     * @param count how many
     * @param progress is told after each step how many tokens it read
     * @param stop is asked before each step whether to stop; the texts that are not at their end then do not count
     * @throws IllegalArgumentException if the task has no texts of that length
     */
    public Answers run(int segments, int first, int count, LongConsumer progress, BooleanSupplier stop) {
        Answers answers = Answers.NONE;
        for (int done = 0; done < count && !stop.getAsBoolean(); done += runner.options().sequences()) {
            int size = Math.min(runner.options().sequences(), count - done);
            answers = answers.plus(readBatch(segments, first + done, size, progress, stop));
        }
        return answers;
    }

    private Answers readBatch(int segments, int first, int size, LongConsumer progress, BooleanSupplier stop) {
        List<Iterator<TaskSegment>> texts = new ArrayList<>();
        for (int b = 0; b < size; b++) {
            long textSeed = SampleSeed.of(seed, ((long) segments << 32) + first + b);
            texts.add(task.read(segments, runner.model().segmentSize(), textSeed));
            runner.reset(b);
        }
        long[] targets = new long[size];
        long[] hits = new long[size];
        for (int segment = 0; segment < segments; segment++) {
            if (stop.getAsBoolean()) {
                return Answers.NONE;
            }
            List<TaskSegment> step = texts.stream().map(Iterator::next).toList();
            int[][] tokens = step.stream().map(TaskSegment::tokens).toArray(int[][]::new);
            if (segment < segments - 1) {
                runner.run(tokens);
            } else {
                runner.runWithoutWrite(tokens);
            }
            count(step, targets, hits);
            progress.accept(step.stream().mapToLong(one -> one.tokens().length).sum());
        }
        Answers answers = Answers.NONE;
        for (int b = 0; b < size; b++) {
            answers = answers.plus(new Answers(1, hits[b] == targets[b] ? 1 : 0, targets[b], hits[b]));
        }
        return answers;
    }

    private void count(List<TaskSegment> step, long[] targets, long[] hits) {
        int longest = step.stream().mapToInt(one -> one.tokens().length).max().orElse(0);
        for (int token = 0; token < longest; token++) {
            int[][] asked = new int[step.size()][];
            boolean any = false;
            for (int b = 0; b < step.size(); b++) {
                asked[b] = isAsked(step.get(b), token) ? new int[]{token} : null;
                any |= asked[b] != null;
            }
            LogitRows logits = any ? runner.logits(asked) : null;
            for (int b = 0; b < step.size(); b++) {
                if (asked[b] != null) {
                    targets[b]++;
                    hits[b] += logits.argMax(b) == step.get(b).targets()[token] ? 1 : 0;
                }
            }
        }
    }

    private static boolean isAsked(TaskSegment segment, int token) {
        return token < segment.targets().length && segment.targets()[token] != TaskSegment.NO_TARGET;
    }

    @Override
    public void close() {
        runner.close();
    }
}
