package org.tornadormt.model.weights;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What makes logits of the last hidden states.
 *
 * @param finalNorm norm after the last block
 * @param projection map to the width of the embeddings, if that is another one
 * @param pooler map of the first row before a classifier
 * @param head map to the logits; its weight may be that of the words
 */
public record OutputWeights(Optional<NormWeights> finalNorm, Optional<LinearWeights> projection,
        Optional<LinearWeights> pooler, LinearWeights head) {

    OutputWeights trained(TrainedCopies copies) {
        return new OutputWeights(finalNorm.map(norm -> norm.trained(copies)),
                projection.map(map -> map.trained(copies)),
                pooler.map(map -> map.trained(copies)), head.trained(copies));
    }

    Stream<WeightMatrix> matrices() {
        Stream<LinearWeights> maps = Stream.of(projection, pooler, Optional.of(head)).flatMap(Optional::stream);
        return Stream.concat(finalNorm.stream().flatMap(NormWeights::matrices), maps.flatMap(LinearWeights::matrices));
    }
}
