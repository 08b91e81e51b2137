package org.tornadormt.model.cost;

import java.nio.file.Path;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.folders.CheckpointFolder;
import org.tornadormt.checkpoints.folders.RmtCheckpoint;
import org.tornadormt.checkpoints.tensors.NoTensors;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.family.Family;

/**
 * Floating-point operations of a forward pass over one sequence, by the estimate behind figure 3 of arXiv 2304.11062
 * (in the manner of appendix F of arXiv 2203.15556). With hidden size {@code d}, {@code h} heads, feed-forward width
 * {@code f}, {@code L} layers and a vocabulary of {@code V}, {@code n} tokens take
 *
 * <pre>{@code L (8 n d² + 4 n d f + 4 n² d + 10 h n²) + 2 n d V}</pre>
 *
 * for the projections of attention, the feed-forward, the scores with their weighted sum, scaling and softmax, and the
 * logits. A multiplication and an addition count as two; embeddings, norms and activations are not counted. Shared heads
 * of keys and values and gates, which the paper's models do not have, count as the products of matrices that they are.
 *
 * @param numLayers {@code L}
 * @param tokenFlops operations of a layer that grow with {@code n}, for one token
 * @param pairFlops operations of a layer that grow with {@code n²}, for one pair of tokens
 * @param logitFlops operations of the head for one token; 0 for a classifier, whose head reads one row of the sequence
 */
public record ForwardFlops(int numLayers, double tokenFlops, double pairFlops, double logitFlops) {
    private static final int MULTIPLY_AND_ADD = 2;
    /** Scaling, and the maximum, difference, exponential, sum and quotient of a softmax, as the paper counts them. */
    private static final int SOFTMAX_FLOPS = 10;

    /** The estimate for a Transformer. */
    public static ForwardFlops of(TransformerConfig config) {
        double hiddenSize = config.hiddenSize();
        double projections = 2 * config.attention().querySize() + 2 * config.attention().keyValueSize();
        double feedForward = (config.feedForward().gated() ? 3.0 : 2.0) * config.feedForward().intermediateSize();
        double pair = 2.0 * MULTIPLY_AND_ADD * config.attention().querySize()
                + SOFTMAX_FLOPS * config.attention().numAttentionHeads();
        double logits = config.head() == Head.CLASSIFIER
                ? 0
                : (double) MULTIPLY_AND_ADD * config.embeddingSize() * config.vocabularySize();
        return new ForwardFlops(config.numLayers(), MULTIPLY_AND_ADD * hiddenSize * (projections + feedForward), pair,
                logits);
    }

    /**
     * The estimate for a {@code config.json} alone, without weights.
     *
     * @param file of a decoder; encoders do not say there how many labels they have
     * @throws org.tornadormt.checkpoints.CheckpointException if the file cannot be read or its family needs the weights
     * @throws org.tornadormt.model.ModelException if the model is not supported
     */
    public static ForwardFlops ofConfiguration(Path file) {
        ModelConfig json = ModelConfig.read(file, Set.of());
        return of(Family.of(json).config(json, new NoTensors(file.toString(), file + " is of a"
                + " classifier, whose labels are counted in its weights; give the folder of the checkpoint")));
    }

    /**
     * The estimate for a checkpoint, of which only names and shapes are read.
     *
     * @param folder of the checkpoint, or its file of tensors
     * @throws org.tornadormt.checkpoints.CheckpointException if files are missing or damaged
     * @throws org.tornadormt.model.ModelException if the model is not supported
     */
    public static ForwardFlops ofCheckpoint(Path folder) {
        try (CheckpointFolder checkpoint = CheckpointFolder.open(folder)) {
            ModelConfig json = checkpoint.config();
            TensorSource backbone = RmtCheckpoint.of(checkpoint.tensors()).backbone();
            return of(Family.of(json).config(json, backbone));
        }
    }

    /** Operations for a sequence of {@code tokens} tokens that all attend to each other. */
    public double ofSequence(double tokens) {
        return numLayers * (tokens * tokenFlops + tokens * tokens * pairFlops) + tokens * logitFlops;
    }

    /**
     * Operations for a text that is read in segments: as many times a segment's as it has segments, which need not be
     * whole.
     *
     * @param tokens of the text
     * @param segmentSize tokens of a segment
     * @param memoryRows rows that the memory adds to each segment; the paper counts none
     */
    public double ofSegments(double tokens, int segmentSize, int memoryRows) {
        return tokens / segmentSize * ofSegment(segmentSize, memoryRows);
    }

    /** Memory rows pass through the layers and need no logits. */
    private double ofSegment(int segmentSize, int memoryRows) {
        return ofSequence(segmentSize + memoryRows) - memoryRows * logitFlops;
    }
}
