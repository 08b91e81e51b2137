package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.MemoryAttention;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/**
 * Looks into a model's memory by asking: after each segment of a text the model reads one more segment that ends in the
 * question, without writing its memory, and goes on as if it had not. The attention weights of a segment that tells a fact
 * show where the memory rows look; the answers show what has arrived in the memory.
 */
public final class FactTracer {
    private final RmtModel model;
    private final Device device;
    private final NeedleTask task;

    /** Traces texts of {@code task}. */
    public FactTracer(RmtModel model, Device device, NeedleTask task) {
        this.model = model;
        this.device = device;
        this.task = task;
    }

    /** Traces a text of filler. */
    public FactTrace trace(int segments, long seed) {
        NoiseStream noise = task.noise(SampleSeed.of(seed, 1));
        List<int[]> text = new ArrayList<>();
        for (int s = 0; s < segments; s++) {
            int[] tokens = new int[model.segmentSize()];
            noise.fill(tokens, 0, tokens.length);
            text.add(tokens);
        }
        return trace(text, seed);
    }

    /**
     * Traces a text in which facts are hidden.
     *
     * @param text segments of {@code segmentSize} tokens each, at least one; not changed
     * @param seed of the facts and their places
     */
    public FactTrace trace(List<int[]> text, long seed) {
        Needle needle = task.needle(text.size(), model.segmentSize(), seed);
        // The question comes after other words of the same text.
        int[] asking = text.getFirst().clone();
        needle.writeQuestionAtEnd(asking);
        List<float[]> memories = new ArrayList<>();
        List<double[]> beliefs = new ArrayList<>();
        try (SegmentRunner runner = new SegmentRunner(model, device, options(1))) {
            for (int s = 0; s < text.size(); s++) {
                int[] tokens = text.get(s).clone();
                needle.writeTo(tokens, s);
                runner.run(tokens);
                memories.add(runner.memory(0));
                beliefs.add(beliefs(ask(runner, asking).row(0)));
            }
        }
        int factSegment = mostTelling(needle, beliefs);
        float[] before = factSegment == 0 ? model.initialMemory().vectors() : memories.get(factSegment - 1);
        int[] told = text.get(factSegment).clone();
        needle.writeTo(told, factSegment);
        double belief = beliefs.get(factSegment)[task.answers().indexOf(needle.answerToken())];
        double[] effects = effects(before, told, asking, needle.answerToken(), belief);
        Optional<MemoryAttention> attention = model.numMemTokens() == 0
                ? Optional.empty()
                : Optional.of(MemoryAttention.of(model, device, before, told));
        return new FactTrace(needle, factSegment, told, memories, beliefs, effects, attention);
    }

    /** Of the segments that tell facts, the one after which the right answer has become more likely by the most. */
    private int mostTelling(Needle needle, List<double[]> beliefs) {
        int answer = task.answers().indexOf(needle.answerToken());
        return needle.segments().stream().max(Comparator.comparingDouble(
                segment -> beliefs.get(segment)[answer] - (segment == 0 ? 0 : beliefs.get(segment - 1)[answer])))
                .orElseThrow();
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
        return task.answers().stream().mapToDouble(answer -> probability(logits, answer)).toArray();
    }

    /** Reads the fact's segment once for each of its tokens, with that token replaced. */
    private double[] effects(float[] before, int[] told, int[] asking, int answer, double belief) {
        int[][] rows = new int[told.length][];
        try (SegmentRunner runner = new SegmentRunner(model, device, options(told.length))) {
            NoiseStream noise = task.noise(SampleSeed.of(0, 2));
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
