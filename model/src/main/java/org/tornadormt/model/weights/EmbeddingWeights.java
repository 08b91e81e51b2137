package org.tornadormt.model.weights;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * What makes the residual stream of the ids of tokens.
 *
 * @param words {@code [vocabularySize, embeddingSize]}
 * @param projection map into the residual stream, if the embeddings have another width
 * @param positions {@code [maxPositions, hiddenSize]}, token type 0 included where the family has types; empty where
 *            positions are rotary
 * @param norm norm of the embeddings
 * @param padding id whose row gets no gradient where it is looked up
 */
public record EmbeddingWeights(WeightMatrix words, Optional<LinearWeights> projection, Optional<FloatArray> positions,
        Optional<NormWeights> norm, OptionalInt padding) {

    EmbeddingWeights trained(TrainedCopies copies) {
        return new EmbeddingWeights(copies.matrix(words), projection.map(map -> map.trained(copies)),
                positions.map(copies::vector),
                norm.map(n -> n.trained(copies)), padding);
    }

    Stream<WeightMatrix> matrices() {
        return Stream.of(Stream.of(words), projection.stream().flatMap(LinearWeights::matrices),
                positions.stream().map(WeightMatrix::ofVectors), norm.stream().flatMap(NormWeights::matrices))
                .flatMap(matrices -> matrices);
    }
}
