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

    /** All arrays, always in the same order; a tied head's weight comes twice. */
    public Stream<FloatArray> arrays() {
        return Stream.of(embeddings.arrays(), blocks.arrays(), output.arrays()).flatMap(arrays -> arrays);
    }

    /**
     * Weights of the same shape that may change while launches use them.
     *
     * @param copy makes the array that takes the place of one of these; called once for each
     */
    public TransformerWeights trained(UnaryOperator<FloatArray> copy) {
        Map<FloatArray, FloatArray> copies = new IdentityHashMap<>();
        UnaryOperator<FloatArray> once = array -> copies.computeIfAbsent(array, copy);
        return new TransformerWeights(embeddings.trained(once), blocks.trained(once), output.trained(once),
                new Parameters(parameters.placements().stream().map(placement -> placement.in(once)).toList()));
    }
}
