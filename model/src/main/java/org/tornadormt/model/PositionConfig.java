package org.tornadormt.model;

import java.util.Optional;

/**
 * How rows know where they are: by vectors that are added to the embeddings, or by turning queries and keys.
 *
 * @param maxPositions rows that a segment may have at most
 * @param rotary how queries and keys are turned; empty where a table of vectors is added
 */
public record PositionConfig(int maxPositions, Optional<RotaryConfig> rotary) {

    /** Checks what no checkpoint may get wrong. */
    public PositionConfig {
        TransformerConfig.requirePositive("number of positions", maxPositions);
    }

    /** A table of {@code maxPositions} vectors. */
    public static PositionConfig learned(int maxPositions) {
        return new PositionConfig(maxPositions, Optional.empty());
    }

    /** Rotary position embedding. */
    public static PositionConfig rotary(int maxPositions, RotaryConfig rotary) {
        return new PositionConfig(maxPositions, Optional.of(rotary));
    }
}
