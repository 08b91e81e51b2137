package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.TrainingRunner.Loss;

/**
 * Back-propagation through the segments of texts (arXiv 2304.11062, section 3), replayed: the texts are read once for
 * the memory between their segments, then every segment is run again, the last one first, and the gradient of its memory
 * is handed to the one before.
 *
 * @param depth how far back gradients go, or empty for all the way: the memory after segment {@code s} (from 0) of
 *            {@code n} is cut off if {@code s ≥ 1} and {@code s + depth ≤ n}, the rule of the reference implementation
 *            (class {@code RecurrentWrapper}, {@code k2}), which always leaves the first segment joined to the second
 * @param change what is done to the memory between two segments, for example noise that is added to it; the gradient
 *            goes through it unchanged
 */
public record MemoryReplay(OptionalInt depth, Change change) {

    /** A change of the memory between two segments. */
    @FunctionalInterface
    public interface Change {
        /** Leaves the memory as it is. */
        Change NONE = _ -> {};

        /**
         * Changes the memory in place.
         *
         * @param memory {@code [sequences, numMemTokens, embeddingSize]}
         */
        void apply(float[] memory);
    }

    /**
     * What a replay gives; gradients of weights are in the runner.
     *
     * @param loss cross-entropy of all segments together
     * @param memoryGradient of the memory that the texts began with, {@code [sequences, numMemTokens, embeddingSize]}
     * @param lastMemory the memory that the last segment began with, likewise
     * @param missed whether a sequence missed a target, {@code [sequences]}
     */
    public record Result(Loss loss, float[] memoryGradient, float[] lastMemory, boolean[] missed) {}

    /** Leaves the memory between segments as it is. */
    public MemoryReplay(OptionalInt depth) {
        this(depth, Change.NONE);
    }

    /** Checks the depth. */
    public MemoryReplay {
        if (depth.isPresent() && depth.getAsInt() < 1) {
            throw new IllegalArgumentException("the depth of back-propagation must be 1 or more, not "
                    + depth.getAsInt());
        }
    }

    /**
     * Adds the gradients of texts to those in the runner.
     *
     * @param start memory that the texts begin with, {@code [sequences, numMemTokens, embeddingSize]}
     * @param segments the segments of the texts in their order: of each, token ids of every sequence
     * @param targets the token that follows each token, or -1 where there is no loss, likewise
     * @param scale factor of every term of the loss
     * @throws ModelException if a memory or the loss of a segment is NaN or infinite
     */
    public Result run(TrainingRunner runner, float[] start, List<int[][]> segments, List<int[][]> targets,
            float scale) {
        List<float[]> memories = read(runner, start, segments);
        float[] gradient = new float[start.length];
        boolean[] missed = new boolean[segments.getFirst().length];
        double sum = 0;
        int labels = 0;
        int hits = 0;
        for (int s = segments.size() - 1; s >= 0; s--) {
            if (isCut(s, segments.size())) {
                gradient = new float[start.length];
            }
            runner.restore(memories.get(s));
            Loss loss = runner.readAndGoBack(segments.get(s), targets.get(s), scale, gradient);
            if (!Double.isFinite(loss.sum())) {
                throw new ModelException("segment " + s + ": the loss is NaN or infinite");
            }
            gradient = runner.memoryGradient();
            sum += loss.sum();
            labels += loss.labels();
            hits += loss.hits();
            for (int b = 0; b < missed.length; b++) {
                missed[b] |= runner.missed(b);
            }
        }
        return new Result(new Loss(sum, labels, hits), gradient, memories.getLast(), missed);
    }

    /** The memories that the segments begin with. */
    private List<float[]> read(TrainingRunner runner, float[] start, List<int[][]> segments) {
        List<float[]> memories = new ArrayList<>(List.of(start));
        runner.restore(start);
        for (int s = 0; s < segments.size() - 1; s++) {
            runner.read(segments.get(s));
            float[] memory = runner.memory();
            requireFinite(memory, s);
            memories.add(memory);
            if (change != Change.NONE) {
                change.apply(memory);
                runner.restore(memory);
            }
        }
        return memories;
    }

    private static void requireFinite(float[] memory, int segment) {
        for (float value : memory) {
            if (!Float.isFinite(value)) {
                throw new ModelException("segment " + segment + ": the memory after it is NaN or infinite");
            }
        }
    }

    private boolean isCut(int segment, int segments) {
        return depth.isPresent() && segment >= 1 && segment + depth.getAsInt() <= segments;
    }
}
