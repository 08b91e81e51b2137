package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/**
 * Looks into a model's memory by asking: after each segment of a text the model reads one more segment that ends in the
 * question, without writing its memory, and goes on as if it had not. Attention weights would show where the memory rows
 * look; answers show what has arrived in the memory.
 */
public final class FactTracer {
    private final RmtModel model;
    private final Device device;
    private final FactTasks tasks;

    /** Traces texts of {@code tasks}. */
    public FactTracer(RmtModel model, Device device, FactTasks tasks) {
        this.model = model;
        this.device = device;
        this.tasks = tasks;
    }

    /** Traces a text of filler with one fact. */
    public FactTrace trace(int segments, long seed) {
        NoiseStream noise = tasks.noise(SampleSeed.of(seed, 1));
        List<int[]> text = new ArrayList<>();
        for (int s = 0; s < segments; s++) {
            int[] tokens = new int[model.segmentSize()];
            noise.fill(tokens, 0, tokens.length);
            text.add(tokens);
        }
        return trace(text, seed);
    }

    /**
     * Traces a text in which a fact is hidden.
     *
     * @param text segments of {@code segmentSize} tokens each, at least one; not changed
     * @param seed of the fact and its place
     */
    public FactTrace trace(List<int[]> text, long seed) {
        PlacedFact placed = tasks.place(FactTask.DETECT, text.size(), model.segmentSize(), seed);
        int factSegment = placed.position() / model.segmentSize();
        // The question comes after other words of the same text.
        int[] asking = text.getFirst().clone();
        placed.fact().writeQuestionAtEnd(asking);
        List<float[]> memories = new ArrayList<>();
        List<double[]> beliefs = new ArrayList<>();
        try (SegmentRunner runner = new SegmentRunner(model, device, options(1))) {
            for (int s = 0; s < text.size(); s++) {
                int[] tokens = text.get(s).clone();
                placed.writeTo(tokens, s);
                runner.run(tokens);
                memories.add(runner.memory(0));
                beliefs.add(beliefs(ask(runner, asking).row(0)));
            }
        }
        float[] before = factSegment == 0 ? model.initialMemory().vectors() : memories.get(factSegment - 1);
        int[] told = text.get(factSegment).clone();
        placed.writeTo(told, factSegment);
        double belief = beliefs.get(factSegment)[tasks.answers().indexOf(placed.fact().answer())];
        double[] effects = effects(before, told, asking, placed.fact().answer(), belief);
        return new FactTrace(placed.fact(), factSegment, told, memories, beliefs, effects);
    }

    private RunnerOptions options(int sequences) {
        return new RunnerOptions(sequences, model.segmentSize(), 1, 0);
    }

    /** One row of logits for each sequence, all of which read the same question. */
    private LogitRows ask(SegmentRunner runner, int[] asking) {
        int sequences = runner.options().sequences();
        int[][] rows = new int[sequences][];
        int[][] lastToken = new int[sequences][];
        Arrays.fill(rows, asking);
        Arrays.fill(lastToken, new int[]{asking.length - 1});
        runner.runWithoutWrite(rows);
        return runner.logits(lastToken);
    }

    private double[] beliefs(float[] logits) {
        return tasks.answers().stream().mapToDouble(answer -> probability(logits, answer)).toArray();
    }

    /** Reads the fact's segment once for each of its tokens, with that token replaced. */
    private double[] effects(float[] before, int[] told, int[] asking, int answer, double belief) {
        int[][] rows = new int[told.length][];
        try (SegmentRunner runner = new SegmentRunner(model, device, options(told.length))) {
            NoiseStream noise = tasks.noise(SampleSeed.of(0, 2));
            for (int i = 0; i < told.length; i++) {
                runner.restore(i, before, 0);
                rows[i] = told.clone();
                noise.fill(rows[i], i, i + 1);
            }
            runner.run(rows);
            LogitRows logits = ask(runner, asking);
            double[] effects = new double[told.length];
            for (int i = 0; i < told.length; i++) {
                effects[i] = belief - probability(logits.row(i), answer);
            }
            return effects;
        }
    }

    /** Softmax over the vocabulary. */
    private static double probability(float[] logits, int token) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - logits[token]);
        }
        return 1 / sum;
    }
}
