package org.tornadormt.model;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.segment.SegmentLayout;
import org.tornadormt.model.weights.TransformerWeights;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Runs segments of a batch of sequences and goes back through them. It works on copies of the model's weights, whose
 * gradients are summed up until {@link #zeroGradients}.
 *
 * <p>Not for use by several threads at once. Gradients are read from host memory, so the device must be the JVM.
 */
public final class TrainingRunner implements AutoCloseable {
    private final RmtModel model;
    private final SegmentLayout layout;
    private final int sequences;
    private final int labels;
    private final TransformerWeights weights;
    private final TransformerWeights gradients;
    private final Map<FloatArray, FloatArray> gradientOf = new IdentityHashMap<>();
    private final TrainingProgram arrays;
    private final Executable executable;

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
     * @throws ModelException if the model is no language model, or the device is not the JVM
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
     * @throws ModelException if the model is no language model, or the device is not the JVM
     */
    public TrainingRunner(RmtModel model, Device device, int sequences, int maxTokens, int labels) {
        if (model.config().head() != Head.LANGUAGE_MODEL) {
            throw new ModelException(model.folder() + ": only language models are trained; this one is a classifier");
        }
        if (!device.info().backend().equals("JVM")) {
            throw new ModelException("gradients are computed on the JVM so far, not on " + device.info().id()
                    + "; leave --device out");
        }
        this.model = model;
        this.sequences = sequences;
        this.labels = labels;
        layout = model.layout();
        weights = model.weights().trained(TrainingRunner::copy);
        gradients = weights.trained(array -> Zeros.floats(array.getSize(), 1));
        FloatArray[] trained = weights.arrays().toArray(FloatArray[]::new);
        FloatArray[] sums = gradients.arrays().toArray(FloatArray[]::new);
        for (int i = 0; i < trained.length; i++) {
            gradientOf.put(trained[i], sums[i]);
        }
        arrays = new TrainingProgram(model, weights, gradients, sequences, maxTokens, labels);
        executable = device.compile(arrays.program);
    }

    private static FloatArray copy(FloatArray array) {
        FloatArray copy = new FloatArray(array.getSize());
        copy.getSegment().copyFrom(array.getSegment());
        return copy;
    }

    /** The weights that are trained. */
    public TransformerWeights weights() {
        return weights;
    }

    /** The array that sums up the gradient of an array of {@link #weights}. */
    public FloatArray gradientOf(FloatArray weight) {
        return gradientOf.get(weight);
    }

    /** Forgets all gradients of weights. */
    public void zeroGradients() {
        executable.run(TrainingProgram.ZERO);
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
            executable.run(TrainingProgram.RESTORE);
        }
    }

    /** The memory of all sequences, {@code [sequences, numMemTokens, embeddingSize]}. */
    public float[] memory() {
        if (model.numMemTokens() == 0) {
            return new float[0];
        }
        executable.run(TrainingProgram.EXPORT);
        return contentOf(arrays.memory.memoryOut);
    }

    /**
     * Reads the next segment of each sequence, for its memory only.
     *
     * @param segments token ids of each sequence's segment, or null for a sequence that sits out
     */
    public void read(int[]... segments) {
        place(segments);
        executable.run(TrainingProgram.TABLE);
        executable.run(TrainingProgram.EMBED);
        executable.run(TrainingProgram.LAYER, model.config().numLayers() - 1);
        executable.run(TrainingProgram.LAST_KEYS_AND_VALUES);
        if (model.numMemTokens() > 0) {
            placeWriters(arrays.memory.writersIn, segments);
            executable.run(TrainingProgram.WRITE);
        }
    }

    /**
     * Reads a segment of each sequence from the memory that was restored, and goes back through it: adds to the
     * gradients of all weights. The memory is not rewritten.
     *
     * @param segments token ids of each sequence's segment, or null for a sequence that sits out
     * @param targets the token that follows each token of a segment, or -1 where none is asked for
     * @param scale factor of every term of the loss
     * @param memoryGradient gradient of the memory after the segment, {@code [sequences, numMemTokens, embeddingSize]}
     */
    public Loss readAndGoBack(int[][] segments, int[][] targets, float scale, float[] memoryGradient) {
        place(segments);
        placeWords(segments);
        placeTargets(segments, targets);
        placeWriters(arrays.writersIn, segments);
        arrays.scaleIn.set(0, scale);
        for (int i = 0; i < memoryGradient.length; i++) {
            arrays.memoryGradientIn.set(i, memoryGradient[i]);
        }
        executable.run(TrainingProgram.TABLE);
        executable.run(TrainingProgram.KEPT_EMBED);
        executable.run(TrainingProgram.KEPT_LAYER, model.config().numLayers());
        executable.run(TrainingProgram.LOSS);
        executable.run(TrainingProgram.LAYER_BACK, model.config().numLayers());
        executable.run(TrainingProgram.EMBED_BACK);
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
        place(segments);
        placeTargets(segments, targets);
        placeWriters(arrays.writersIn, segments);
        arrays.scaleIn.set(0, 0f);
        executable.run(TrainingProgram.TABLE);
        executable.run(TrainingProgram.KEPT_EMBED);
        executable.run(TrainingProgram.KEPT_LAYER, model.config().numLayers());
        executable.run(TrainingProgram.LOSS);
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

    private void place(int[][] segments) {
        arrays.segment.tableIn.clear();
        for (int b = 0; b < sequences; b++) {
            if (segments[b] != null) {
                model.requireInVocabulary(segments[b]);
                layout.place(arrays.segment.tableIn, b * arrays.segment.rows.rowsPerSequence, segments[b], true);
            }
        }
    }

    private void placeWords(int[][] segments) {
        arrays.wordsIn.clear();
        OptionalInt padding = weights.embeddings().padding();
        for (int b = 0; b < sequences; b++) {
            for (int i = 0; segments[b] != null && i < segments[b].length; i++) {
                int row = b * arrays.segment.rows.rowsPerSequence + layout.tokenRow(i);
                int id = segments[b][i];
                if (padding.isEmpty() || id != padding.getAsInt()) {
                    arrays.wordsIn.token(row, id, 0, 0, 1);
                }
            }
        }
    }

    private void placeTargets(int[][] segments, int[][] targets) {
        arrays.labelledIn.clear();
        arrays.labelsIn.init(CrossEntropy.NO_LABEL);
        for (int b = 0; b < sequences; b++) {
            int slot = 0;
            for (int i = 0; segments[b] != null && i < segments[b].length; i++) {
                if (targets[b][i] != CrossEntropy.NO_LABEL) {
                    if (slot == labels) {
                        throw new ModelException("a segment has more than " + labels + " tokens with a target");
                    }
                    int row = b * arrays.segment.rows.rowsPerSequence + layout.tokenRow(i);
                    arrays.labelledIn.reads(b * labels + slot, arrays.segment.tableIn, row);
                    arrays.labelsIn.set(b * labels + slot, targets[b][i]);
                    slot++;
                }
            }
        }
    }

    private void placeWriters(RowTable writers, int[][] segments) {
        writers.clear();
        int numMemTokens = model.numMemTokens();
        for (int b = 0; b < sequences; b++) {
            for (int slot = 0; segments[b] != null && slot < numMemTokens; slot++) {
                int row = b * arrays.segment.rows.rowsPerSequence + layout.writeRow(slot, segments[b].length);
                writers.reads(b * numMemTokens + slot, arrays.segment.tableIn, row);
            }
        }
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
        executable.close();
    }
}
