package org.tornadormt.model.family;

import java.util.Optional;

/**
 * Names of the parameters of the blocks.
 *
 * @param attentionNorm norm that belongs to the attention part
 * @param queryKeyValue maps to queries, keys and values
 * @param attentionOutput map of the attention's result into the residual stream
 * @param feedForwardNorm norm that belongs to the feed-forward part
 * @param gate map to the gate of the feed-forward part, if it has one
 * @param up map into the feed-forward part
 * @param down map out of it
 * @param weightsInByOut whether the maps are stored {@code [in, out]} (GPT-2's Conv1D) and not {@code [out, in]}
 */
public record BlockNames(String attentionNorm, QueryKeyValue queryKeyValue, LinearName attentionOutput,
        String feedForwardNorm, Optional<LinearName> gate, LinearName up, LinearName down, boolean weightsInByOut) {

    /** How a checkpoint keeps the maps to queries, keys and values. */
    public sealed interface QueryKeyValue permits Separate, Fused, Interleaved {}

    /** Three maps. */
    public record Separate(LinearName query, LinearName key, LinearName value) implements QueryKeyValue {}

    /** One map, whose outputs are all queries, then all keys, then all values. */
    public record Fused(LinearName map) implements QueryKeyValue {}

    /** One map, whose outputs are query, key and value of the first head, then those of the next. */
    public record Interleaved(LinearName map) implements QueryKeyValue {}
}
