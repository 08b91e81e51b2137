package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;

/**
 * What attention reads.
 *
 * @param query {@code [rows, hiddenSize]}
 * @param keys {@code [slots, hiddenSize]}
 * @param values {@code [slots, hiddenSize]}
 * @param headSize floats of a head in a row
 */
record AttentionOperands(MemorySegment query, MemorySegment keys, MemorySegment values, int hiddenSize, int headSize) {

    /** Factor of the scores, {@code 1 / √headSize}. */
    float scale() {
        return (float) (1 / Math.sqrt(headSize));
    }
}
