package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;

/**
 * What attention reads.
 *
 * @param query {@code [rows, querySize]}
 * @param keys {@code [slots, keyValueSize]}
 * @param values {@code [slots, keyValueSize]}
 * @param querySize floats of all heads of a query, and of a result
 * @param keyValueSize floats of all heads of a key, and of a value
 * @param headSize floats of a head in a row
 */
record AttentionOperands(MemorySegment query, MemorySegment keys, MemorySegment values, int querySize,
        int keyValueSize, int headSize) {

    /** Factor of the scores, {@code 1 / √headSize}. */
    float scale() {
        return (float) (1 / Math.sqrt(headSize));
    }
}
