package org.tornadormt.model.weights;

import java.util.Optional;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * All weights of a Transformer; those of the blocks stacked by layer, all others with one layer.
 *
 * @param wordEmbedding {@code [vocabularySize, hiddenSize]}
 * @param positionEmbedding {@code [maxPositions, hiddenSize]}, token type 0 included where the family has types
 * @param embeddingNorm norm of the embeddings
 * @param attentionNorm norm of the attention part
 * @param query map to the queries
 * @param keyValue map to key and value, in this order
 * @param attentionOutput map back into the residual stream
 * @param feedForwardNorm norm of the feed-forward part
 * @param up first map of the feed-forward part
 * @param down second map of the feed-forward part
 * @param finalNorm norm after the last block
 * @param pooler map of the first row before a classifier
 * @param head map to the logits
 */
public record TransformerWeights(FloatArray wordEmbedding, FloatArray positionEmbedding,
        Optional<NormWeights> embeddingNorm, NormWeights attentionNorm, LinearWeights query,
        LinearWeights keyValue, LinearWeights attentionOutput, NormWeights feedForwardNorm, LinearWeights up,
        LinearWeights down,
        Optional<NormWeights> finalNorm, Optional<LinearWeights> pooler, LinearWeights head) {

    /** All arrays, always in the same order; a tied head's weight comes twice. */
    public Stream<FloatArray> arrays() {
        Stream<NormWeights> norms = Stream.of(embeddingNorm, Optional.of(attentionNorm), Optional.of(feedForwardNorm),
                finalNorm).flatMap(Optional::stream);
        Stream<LinearWeights> maps = Stream.of(Optional.of(query), Optional.of(keyValue), Optional.of(attentionOutput),
                Optional.of(up), Optional.of(down), pooler, Optional.of(head)).flatMap(Optional::stream);
        return Stream.of(Stream.of(wordEmbedding, positionEmbedding),
                norms.flatMap(norm -> Stream.of(norm.weight(), norm.bias())),
                maps.flatMap(map -> Stream.of(map.weight(), map.bias()))).flatMap(arrays -> arrays);
    }
}
