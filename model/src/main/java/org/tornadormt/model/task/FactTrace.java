package org.tornadormt.model.task;

import java.util.List;
import java.util.Optional;
import org.tornadormt.model.MemoryAttention;

/**
 * What happened in a model's memory while it read one text.
 *
 * @param needle the facts that the text told, and the question
 * @param factSegment number of the segment that told it, counted from 0; of two, the one after which the right answer
 *            had become more likely by the most
 * @param factSegmentTokens tokens of that segment
 * @param memories the memory after each segment, {@code [segments][numMemTokens * embeddingSize]}
 * @param beliefs what the model would answer after each segment: the probability of each place among all tokens of the
 *            vocabulary, {@code [segments][places]}
 * @param tokenEffects of each token of the fact's segment, how much the probability of the right answer falls after that
 *            segment if the token is replaced by one of other filler, {@code [segmentSize]}
 * @param attention where the rows that write the memory look in that segment; empty for a model without memory
 */
public record FactTrace(Needle needle, int factSegment, int[] factSegmentTokens, List<float[]> memories,
        List<double[]> beliefs, double[] tokenEffects, Optional<MemoryAttention> attention) {

    /** The cosine of the memories after two segments, -1 … 1. */
    public double similarity(int segment, int other) {
        float[] a = memories.get(segment);
        float[] b = memories.get(other);
        double dot = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(squaresOfA * squaresOfB);
    }
}
