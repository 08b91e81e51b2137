package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/**
 * Measures how often a model finds a fact in a text of a given length: it reads the segments one after the other, and
 * the last row of the last one, the end of the question, must give the answer the largest logit of the whole
 * vocabulary.
 */
public final class FactEvaluation implements AutoCloseable {
    private final SegmentRunner runner;
    private final FactTasks tasks;
    private final FactTask task;
    private final long seed;

    /**
     * An evaluation on a device.
     *
     * @param batch samples that are run side by side
     * @param seed seed of the samples: sample {@code i} of a length is the same whatever the batch
     */
    public FactEvaluation(RmtModel model, Device device, FactTasks tasks, FactTask task, int batch, long seed) {
        runner = new SegmentRunner(model, device, new RunnerOptions(batch, model.segmentSize(), 1, 0));
        this.tasks = tasks;
        this.task = task;
        this.seed = seed;
    }

    /**
     * Runs samples of one length.
     *
     * @param segments segments of each sample
     * @param firstSample number of the first sample
     * @param samples how many
     * @param progress is told after each step how many tokens it read
     */
    public AccuracyEstimate run(int segments, int firstSample, int samples, LongConsumer progress) {
        int correct = 0;
        for (int done = 0; done < samples; done += runner.options().sequences()) {
            int count = Math.min(runner.options().sequences(), samples - done);
            correct += runBatch(segments, firstSample + done, count, progress);
        }
        return new AccuracyEstimate(correct, samples);
    }

    private int runBatch(int segments, int firstSample, int count, LongConsumer progress) {
        List<FactSample> batch = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            long sampleSeed = SampleSeed.of(seed, ((long) segments << 32) + firstSample + b);
            batch.add(tasks.sample(task, segments, runner.model().segmentSize(), sampleSeed));
            runner.reset(b);
        }
        int[][] step = new int[count][];
        for (int segment = 0; segment < segments; segment++) {
            for (int b = 0; b < count; b++) {
                step[b] = batch.get(b).nextSegment();
            }
            if (segment < segments - 1) {
                runner.run(step);
            } else {
                runner.runWithoutWrite(step);
            }
            progress.accept((long) count * runner.model().segmentSize());
        }
        return countCorrect(batch);
    }

    private int countCorrect(List<FactSample> batch) {
        int[][] lastToken = new int[batch.size()][];
        for (int b = 0; b < batch.size(); b++) {
            lastToken[b] = new int[]{runner.model().segmentSize() - 1};
        }
        LogitRows logits = runner.logits(lastToken);
        int correct = 0;
        for (int b = 0; b < batch.size(); b++) {
            correct += logits.argMax(b) == batch.get(b).answer() ? 1 : 0;
        }
        return correct;
    }

    @Override
    public void close() {
        runner.close();
    }
}
