package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.TransformerConfig.Head;

/** The gradients of a model's loss on one text, as raw numbers under the names of the checkpoint. */
public final class TextGradients {
    /** Name of the gradient of the initial memory. */
    public static final String MEMORY = "memory_cell.memory";
    /** Name of the loss. */
    public static final String LOSS = "loss";

    /** Which segments of a text its label is asked of. */
    public enum Labelled {
        /** The last one, as the reference implementation does. */
        LAST,
        /** Each; the loss is their mean. */
        ALL
    }

    private TextGradients() {}

    /**
     * The loss, {@code []}, which is the mean cross-entropy of every token but the first, shifted over the whole text
     * (the last row of a segment predicts the first token of the next), and its gradient with respect to every parameter.
     *
     * @param segments the segments of the text
     * @param depth how far gradients go back, see {@link MemoryReplay}
     * @throws ModelException if the text has fewer than two tokens, or the model is a classifier
     */
    public static List<Tensor> of(RmtModel model, Device device, List<int[]> segments, OptionalInt depth) {
        if (model.config().head() != Head.LANGUAGE_MODEL) {
            throw new ModelException(model.folder() + " is a classifier, whose loss needs a label; give one");
        }
        int tokens = segments.stream().mapToInt(segment -> segment.length).sum();
        if (tokens < 2) {
            throw new ModelException("a text of " + tokens + " tokens has no token that follows another; give a longer"
                    + " one");
        }
        return of(model, device, segments, targets(segments), tokens - 1, depth);
    }

    /**
     * The loss of a classifier, {@code []}, which is the cross-entropy of the text's label, and its gradient with
     * respect to every parameter.
     *
     * @param segments the segments of the text
     * @param label the class of the text, counted from 0
     * @param labelled whether the last segment is asked, or each
     * @param depth how far gradients go back, see {@link MemoryReplay}
     * @throws ModelException if the model is a language model, or has no such class
     */
    public static List<Tensor> of(RmtModel model, Device device, List<int[]> segments, int label, Labelled labelled,
            OptionalInt depth) {
        if (model.config().head() != Head.CLASSIFIER) {
            throw new ModelException(model.folder() + " is a language model, whose text has no label");
        }
        List<int[]> targets = new ArrayList<>(Collections.nCopies(segments.size(),
                new int[]{labelled == Labelled.ALL ? label : CrossEntropy.NO_LABEL}));
        targets.set(segments.size() - 1, new int[]{label});
        return of(model, device, segments, targets, labelled == Labelled.ALL ? segments.size() : 1, depth);
    }

    private static List<Tensor> of(RmtModel model, Device device, List<int[]> segments, List<int[]> targets, int terms,
            OptionalInt depth) {
        int longest = segments.stream().mapToInt(segment -> segment.length).max().orElseThrow();
        try (TrainingRunner runner = new TrainingRunner(model, device, 1, longest)) {
            MemoryReplay.Result result = new MemoryReplay(depth).run(runner, model.initialMemory().vectors(),
                    segments.stream().map(segment -> new int[][]{segment}).toList(),
                    targets.stream().map(segment -> new int[][]{segment}).toList(), 1f / terms);
            List<Tensor> tensors = new ArrayList<>();
            tensors.add(Tensor.ofFloats(LOSS, List.of(), new float[]{(float) (result.loss().sum() / terms)}));
            tensors.addAll(runner.gradientTensors().values());
            if (model.numMemTokens() > 0) {
                tensors.add(Tensor.ofFloats(MEMORY,
                        List.of((long) model.numMemTokens(), (long) model.config().embeddingSize()),
                        result.memoryGradient()));
            }
            return tensors;
        }
    }

    /** The token that follows each token, also over the border of a segment; none follows the last. */
    static List<int[]> targets(List<int[]> segments) {
        List<int[]> targets = new ArrayList<>();
        for (int s = 0; s < segments.size(); s++) {
            int[] segment = segments.get(s);
            int[] following = Arrays.copyOfRange(segment, 1, segment.length + 1);
            following[segment.length - 1] = s + 1 < segments.size() ? segments.get(s + 1)[0] : CrossEntropy.NO_LABEL;
            targets.add(following);
        }
        return targets;
    }
}
