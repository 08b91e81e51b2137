package org.tornadormt.model.weights;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

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

    /** The arrays that hold {@link #matrices}. */
    public Stream<FloatArray> arrays() {
        return matrices().map(WeightMatrix::values);
    }

    /**
     * Weights of the same shape that may change while launches use them; rows lie one behind the other.
     *
     * @param copy makes the array that takes the place of one of these; called once for each
     */
    public TransformerWeights trained(UnaryOperator<FloatArray> copy) {
        Map<FloatArray, FloatArray> copies = new IdentityHashMap<>();
        matrices().filter(matrix -> matrix.panelWidth() > 1).forEach(
                matrix -> copies.computeIfAbsent(matrix.values(), _ -> copy.apply(matrix.inRows())));
        UnaryOperator<FloatArray> once = array -> copies.computeIfAbsent(array, copy);
        return new TransformerWeights(embeddings.trained(once), blocks.trained(once), output.trained(once),
                parameters.in(once));
    }
}
