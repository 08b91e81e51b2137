package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.weights.Parameters;

/** The gradients of a language model's loss on one text, as raw numbers under the names of the checkpoint. */
public final class TextGradients {
    /** Name of the gradient of the initial memory. */
    public static final String MEMORY = "memory_cell.memory";
    /** Name of the loss. */
    public static final String LOSS = "loss";

    private TextGradients() {}

    /**
     * The loss, {@code []}, which is the mean cross-entropy of every token but the first, shifted over the whole text
     * (the last row of a segment predicts the first token of the next), and its gradient with respect to every parameter.
     *
     * @param segments the segments of the text
     * @param depth how far gradients go back, see {@link MemoryReplay}
     * @throws ModelException if the text has fewer than two tokens, or the model is no language model
     */
    public static List<Tensor> of(RmtModel model, Device device, List<int[]> segments, OptionalInt depth) {
        int tokens = segments.stream().mapToInt(segment -> segment.length).sum();
        if (tokens < 2) {
            throw new ModelException("a text of " + tokens + " tokens has no token that follows another; give a longer"
                    + " one");
        }
        int longest = segments.stream().mapToInt(segment -> segment.length).max().orElseThrow();
        try (TrainingRunner runner = new TrainingRunner(model, device, 1, longest)) {
            MemoryReplay.Result result = new MemoryReplay(depth).run(runner, model.initialMemory().vectors(),
                    segments.stream().map(segment -> new int[][]{segment}).toList(),
                    targets(segments).stream().map(segment -> new int[][]{segment}).toList(), 1f / (tokens - 1));
            List<Tensor> tensors = new ArrayList<>();
            tensors.add(Tensor.ofFloats(LOSS, List.of(), new float[]{(float) (result.loss().sum() / (tokens - 1))}));
            tensors.addAll(runner.weights().parameters().tensors(Parameters::zeros, runner::gradientOf).values());
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
