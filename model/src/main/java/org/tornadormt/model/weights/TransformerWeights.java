package org.tornadormt.model.weights;

import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.tornadormt.kernels.NumberFormat;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * All weights of a Transformer; those of the blocks stacked by layer, all others with one layer.
 *
 * @param embeddings from ids to the residual stream
 * @param blocks the blocks
 * @param output from the residual stream to logits
 * @param parameters where they are in the checkpoint
 */
public record TransformerWeights(EmbeddingWeights embeddings, BlockWeights blocks, OutputWeights output,
        Parameters parameters) {

    /** Weights that are in no checkpoint. */
    public TransformerWeights(EmbeddingWeights embeddings, BlockWeights blocks, OutputWeights output) {
        this(embeddings, blocks, output, Parameters.NONE);
    }

    /** All weights, always in the same order, vectors as matrices of one column; a tied head's weight comes twice. */
    public Stream<WeightMatrix> matrices() {
        return Stream.of(embeddings.matrices(), blocks.matrices(), output.matrices()).flatMap(all -> all);
    }

    /**
     * The arrays that hold {@link #matrices}.
     *
     * @throws IllegalStateException if some have 16 bits
     */
    public Stream<FloatArray> arrays() {
        return matrices().map(matrix -> matrix.values().float32());
    }

    /** Bytes of all weights in memory, each array once, by the format that they have there. */
    public Map<NumberFormat, Long> bytesHeld() {
        Map<NumberFormat, Long> bytes = new EnumMap<>(NumberFormat.class);
        Set<TornadoNativeArray> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        matrices().map(WeightMatrix::values).filter(values -> seen.add(values.array())).forEach(
                values -> bytes.merge(values.format(), values.segment().byteSize(), Long::sum));
        return bytes;
    }

    /**
     * Weights of the same shape in 32 bits that may change while launches use them; rows lie one behind the other.
     *
     * @param copy makes the array that takes the place of one of these; called once for each
     */
    public TransformerWeights trained(UnaryOperator<FloatArray> copy) {
        TrainedCopies copies = new TrainedCopies(copy);
        return new TransformerWeights(embeddings.trained(copies), blocks.trained(copies), output.trained(copies),
                parameters.in(copies));
    }
}
