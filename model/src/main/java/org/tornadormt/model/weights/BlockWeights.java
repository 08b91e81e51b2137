package org.tornadormt.model.weights;

import java.util.Optional;
import java.util.stream.Stream;

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

    BlockWeights trained(TrainedCopies copies) {
        return new BlockWeights(attentionNorm.trained(copies), query.trained(copies), keyValue.trained(copies),
                attentionOutput.trained(copies), feedForwardNorm.trained(copies), gate.map(map -> map.trained(copies)),
                up.trained(copies), down.trained(copies));
    }

    Stream<WeightMatrix> matrices() {
        Stream<NormWeights> norms = Stream.of(attentionNorm, feedForwardNorm);
        Stream<LinearWeights> maps = Stream.concat(Stream.of(query, keyValue, attentionOutput, up, down),
                gate.stream());
        return Stream.concat(norms.flatMap(NormWeights::matrices), maps.flatMap(LinearWeights::matrices));
    }
}
