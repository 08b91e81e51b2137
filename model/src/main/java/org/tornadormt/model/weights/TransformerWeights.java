package org.tornadormt.model.weights;

import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * All weights of a Transformer; those of the blocks stacked by layer, all others with one layer.
 *
 * @param embeddings from ids to the residual stream
 * @param blocks the blocks
 * @param output from the residual stream to logits
 */
public record TransformerWeights(EmbeddingWeights embeddings, BlockWeights blocks, OutputWeights output) {

    /** All arrays, always in the same order; a tied head's weight comes twice. */
    public Stream<FloatArray> arrays() {
        return Stream.of(embeddings.arrays(), blocks.arrays(), output.arrays()).flatMap(arrays -> arrays);
    }
}
