package org.tornadormt.model;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.model.weights.Placement;
import org.tornadormt.model.weights.TransformerWeights;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Runs segments of a batch of sequences and goes back through them. It works on copies of the model's weights, whose
 * gradients are summed up until {@link #zeroGradients}.
 *
 * <p>Weights and gradients stay on the device; {@link #weightTensors} and {@link #gradientTensors} bring
 * them to the host.
 * Who changes the weights there adds its stages with {@link #record} before anything runs.
 *
 * <p>Not for use by several threads at once.
 */
public final class TrainingRunner implements AutoCloseable {
    private final RmtModel model;
    private final int sequences;
    private final int labels;
    private final TransformerWeights weights;
    private final TransformerWeights gradients;
    private final Map<FloatArray, FloatArray> gradientOf = new IdentityHashMap<>();
    private final TrainingProgram arrays;
    private final TrainingInputs inputs;
    private final Device device;
    private Optional<Executable> executable = Optional.empty();

    /**
     * The loss of a segment.
     *
     * @param sum cross-entropy of all labels, in nats
     * @param labels how many there were
     * @param hits how many of them had the largest logit
     */
    public record Loss(double sum, int labels, int hits) {}

    /**
     * Prepares a device for segments in which any token may have a target.
     *
     * @param sequences texts side by side
     * @param maxTokens tokens of the longest segment
     */
    public TrainingRunner(RmtModel model, Device device, int sequences, int maxTokens) {
        this(model, device, sequences, maxTokens, maxTokens);
    }

    /**
     * Prepares a device.
     *
     * @param sequences texts side by side
     * @param maxTokens tokens of the longest segment
     * @param labels tokens of a segment that have a target at most: only so many rows of logits are computed
     */
    public TrainingRunner(RmtModel model, Device device, int sequences, int maxTokens, int labels) {
        this.model = model;
        this.device = device;
        this.sequences = sequences;
        this.labels = labels;
        weights = model.weights().trained(TrainingRunner::copy);
        gradients = weights.trained(array -> Zeros.floats(array.getSize(), 1));
        FloatArray[] trained = weights.arrays().toArray(FloatArray[]::new);
        FloatArray[] sums = gradients.arrays().toArray(FloatArray[]::new);
        for (int i = 0; i < trained.length; i++) {
            gradientOf.put(trained[i], sums[i]);
        }
        arrays = new TrainingProgram(model, weights, gradients, sequences, maxTokens, labels);
        inputs = new TrainingInputs(model, arrays, sequences, labels);
    }

    /**
     * Adds stages that use weights and gradients, and that {@link #run} runs.
     *
     * @throws IllegalStateException if something has run already
     */
    public void record(Consumer<Program.Builder> stages) {
        requireNothingRan();
        stages.accept(arrays.program);
    }

    /**
     * For who writes to arrays that are no inputs: the device takes them when the first stage runs.
     *
     * @throws IllegalStateException if something has run already
     */
    public void requireNothingRan() {
        if (executable.isPresent()) {
            throw new IllegalStateException("the program is on the device already");
        }
    }

    /** Runs a stage. */
    public void run(String stage) {
        run(stage, 1);
    }

    private void run(String stage, int times) {
        if (executable.isEmpty()) {
            executable = Optional.of(device.compile(arrays.program.build()));
        }
        executable.get().run(stage, times);
    }

    private static FloatArray copy(FloatArray array) {
        FloatArray copy = new FloatArray(array.getSize());
        copy.getSegment().copyFrom(array.getSegment());
        return copy;
    }

    /** The weights that are trained; what the host's arrays hold is what was fetched last. */
    public TransformerWeights weights() {
        return weights;
    }

    /** The array that sums up the gradient of an array of {@link #weights}, likewise. */
    public FloatArray gradientOf(FloatArray weight) {
        return gradientOf.get(weight);
    }

    /**
     * The weights as they are now, as tensors of the checkpoint.
     *
     * @param base values of a tensor of that placement where the model holds none
     */
    public Map<String, Tensor> weightTensors(Function<Placement, float[]> base) {
        run(TrainingProgram.FETCH_WEIGHTS);
        return weights.parameters().tensors(base, Function.identity());
    }

    /** The gradients as they are now, under the names of the weights. */
    public Map<String, Tensor> gradientTensors() {
        run(TrainingProgram.FETCH_GRADIENTS);
        return weights.parameters().gradients(this::gradientOf);
    }

    /** Forgets all gradients of weights. */
    public void zeroGradients() {
        run(TrainingProgram.ZERO);
    }

    /**
     * Sets the memory of all sequences.
     *
     * @param memory {@code [sequences, numMemTokens, embeddingSize]}
     */
    public void restore(float[] memory) {
        if (model.numMemTokens() > 0) {
            arrays.memory.chosenIn.init(1);
            for (int i = 0; i < memory.length; i++) {
                arrays.memory.memoryIn.set(i, memory[i]);
            }
            run(TrainingProgram.RESTORE);
        }
    }

    /** The memory of all sequences, {@code [sequences, numMemTokens, embeddingSize]}. */
    public float[] memory() {
        if (model.numMemTokens() == 0) {
            return new float[0];
        }
        run(TrainingProgram.EXPORT);
        return contentOf(arrays.memory.memoryOut);
    }

    /**
     * Reads the next segment of each sequence, for its memory only.
     *
     * @param segments token ids of each sequence's segment, or null for a sequence that sits out
     */
    public void read(int[]... segments) {
        inputs.place(segments);
        run(TrainingProgram.TABLE);
        run(TrainingProgram.EMBED);
        run(TrainingProgram.LAYER, model.config().numLayers() - 1);
        run(TrainingProgram.LAST_KEYS_AND_VALUES);
        if (model.numMemTokens() > 0) {
            inputs.placeWriters(arrays.memory.writersIn, segments);
            run(TrainingProgram.WRITE);
        }
    }

    /**
     * Reads a segment of each sequence from the memory that was restored, and goes back through it: adds to the
     * gradients of all weights. The memory is not rewritten.
     *
     * @param segments token ids of each sequence's segment, or null for a sequence that sits out
     * @param targets the token that follows each token of a segment, or -1 where none is asked for; of a classifier the
     *            label of the segment alone, or -1
     * @param scale factor of every term of the loss
     * @param memoryGradient gradient of the memory after the segment, {@code [sequences, numMemTokens, embeddingSize]}
     */
    public Loss readAndGoBack(int[][] segments, int[][] targets, float scale, float[] memoryGradient) {
        inputs.place(segments);
        inputs.placeWords();
        inputs.placeTargets(segments, targets);
        inputs.placeWriters(arrays.writersIn, segments);
        arrays.scaleIn.set(0, scale);
        for (int i = 0; i < memoryGradient.length; i++) {
            arrays.memoryGradientIn.set(i, memoryGradient[i]);
        }
        run(TrainingProgram.TABLE);
        run(TrainingProgram.KEPT_EMBED);
        run(TrainingProgram.KEPT_LAYER, model.config().numLayers());
        run(TrainingProgram.LOSS);
        run(TrainingProgram.LAYER_BACK, model.config().numLayers());
        run(TrainingProgram.EMBED_BACK);
        return loss();
    }

    /**
     * The loss of a segment of each sequence, read from the memory that was restored or is there. Neither memory nor
     * weights change; the gradients of the weights are of no use afterwards: call {@link #zeroGradients}.
     *
     * @param segments token ids of each sequence's segment, or null for a sequence that sits out
     * @param targets the token that follows each token of a segment, or -1 where none is asked for
     */
    public Loss loss(int[][] segments, int[][] targets) {
        inputs.place(segments);
        inputs.placeTargets(segments, targets);
        inputs.placeWriters(arrays.writersIn, segments);
        arrays.scaleIn.set(0, 0f);
        run(TrainingProgram.TABLE);
        run(TrainingProgram.KEPT_EMBED);
        run(TrainingProgram.KEPT_LAYER, model.config().numLayers());
        run(TrainingProgram.LOSS);
        return loss();
    }

    /** Whether a sequence missed a target of the segment whose loss was computed last. */
    public boolean missed(int sequence) {
        for (int i = sequence * labels; i < (sequence + 1) * labels; i++) {
            if (arrays.labelsIn.get(i) != CrossEntropy.NO_LABEL && arrays.hitOut.get(i) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Gradient of the memory that the last segment began with, {@code [sequences, numMemTokens, embeddingSize]}. */
    public float[] memoryGradient() {
        return model.numMemTokens() == 0 ? new float[0] : contentOf(arrays.memoryGradientOut);
    }

    private Loss loss() {
        double sum = 0;
        int count = 0;
        int hits = 0;
        for (int i = 0; i < sequences * labels; i++) {
            if (arrays.labelsIn.get(i) != CrossEntropy.NO_LABEL) {
                sum += arrays.lossOut.get(i);
                hits += arrays.hitOut.get(i);
                count++;
            }
        }
        return new Loss(sum, count, hits);
    }

    private static float[] contentOf(FloatArray array) {
        float[] values = new float[array.getSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i);
        }
        return values;
    }

    @Override
    public void close() {
        executable.ifPresent(Executable::close);
    }
}
