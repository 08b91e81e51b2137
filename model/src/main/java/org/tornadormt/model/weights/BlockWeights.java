package org.tornadormt.model.weights;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The blocks, stacked by layer.
 *
 * @param attentionNorm norm of the attention part
 * @param query map to the queries
 * @param keyValue map to key and value, in this order
 * @param attentionOutput map back into the residual stream
 * @param feedForwardNorm norm of the feed-forward part
 * @param gate map to the gate of the feed-forward part, if it has one
 * @param up map into the feed-forward part
 * @param down map out of it
 */
public record BlockWeights(NormWeights attentionNorm, LinearWeights query, LinearWeights keyValue,
        LinearWeights attentionOutput, NormWeights feedForwardNorm, Optional<LinearWeights> gate, LinearWeights up,
        LinearWeights down) {

    BlockWeights trained(UnaryOperator<FloatArray> copy) {
        return new BlockWeights(attentionNorm.trained(copy), query.trained(copy), keyValue.trained(copy),
                attentionOutput.trained(copy), feedForwardNorm.trained(copy), gate.map(map -> map.trained(copy)),
                up.trained(copy), down.trained(copy));
    }

    Stream<WeightMatrix> matrices() {
        Stream<NormWeights> norms = Stream.of(attentionNorm, feedForwardNorm);
        Stream<LinearWeights> maps = Stream.concat(Stream.of(query, keyValue, attentionOutput, up, down),
                gate.stream());
        return Stream.concat(norms.flatMap(NormWeights::matrices), maps.flatMap(LinearWeights::matrices));
    }
}
