package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Attention of one head of one row, which touches nothing that the row does not see: slow, for numbers that overflow. */
final class AttentionRow {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final AttentionOperands operands;
    private final float[] weights;

    AttentionRow(AttentionOperands operands) {
        this.operands = operands;
        weights = new float[Math.toIntExact(operands.keys().byteSize() / Float.BYTES / operands.keyValueSize())];
    }

    /**
     * Computes the row.
     *
     * @param start float of the query, and of {@code out}, where the head begins
     * @param visible slots that the row sees
     * @param cache float of keys and values where the head of the first slot begins
     */
    void attend(long start, int visible, long cache, MemorySegment out) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int t = 0; t < visible; t++) {
            float score = 0f;
            for (int i = 0; i < operands.headSize(); i++) {
                score += operands.query().getAtIndex(FLOAT, start + i)
                        * operands.keys().getAtIndex(FLOAT, cache + (long) t * operands.keyValueSize() + i);
            }
            weights[t] = score * operands.scale();
            largest = Math.max(largest, weights[t]);
        }
        float sum = 0f;
        for (int t = 0; t < visible; t++) {
            weights[t] = (float) Math.exp(weights[t] - largest);
            sum += weights[t];
        }
        for (int i = 0; i < operands.headSize(); i++) {
            float value = 0f;
            for (int t = 0; t < visible; t++) {
                value += weights[t]
                        * operands.values().getAtIndex(FLOAT, cache + (long) t * operands.keyValueSize() + i);
            }
            out.setAtIndex(FLOAT, start + i, visible == 0 ? 0f : value / sum);
        }
    }
}
