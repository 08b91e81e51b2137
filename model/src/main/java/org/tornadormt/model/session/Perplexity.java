package org.tornadormt.model.session;

import org.tornadormt.model.LogitRows;

/**
 * Cross-entropy of a language model on a text, segment by segment. Each token but the first is predicted from the row
 * before it; the last row of a segment predicts the first token of the next one, as in the loss of the reference
 * implementation.
 */
public final class Perplexity implements Session.SegmentListener {
    private final SegmentResultListener listener;
    private float[] lastLogits;

    /**
     * The result of one segment.
     *
     * @param segment its number, from 0
     * @param predictedTokens tokens of the segment that were predicted: all, or all but the first of the text
     * @param crossEntropy mean over these, in nats; NaN if there are none
     */
    public record SegmentResult(int segment, int predictedTokens, double crossEntropy) {
        /** {@code exp(crossEntropy)}. */
        public double perplexity() {
            return Math.exp(crossEntropy);
        }
    }

    /** Is told about each segment. */
    @FunctionalInterface
    public interface SegmentResultListener {
        /** A segment was measured. */
        void measured(SegmentResult result);
    }

    /** Measures and tells {@code listener}. */
    public Perplexity(SegmentResultListener listener) {
        this.listener = listener;
    }

    @Override
    public void segmentRead(int segment, int[] tokens, LogitRows logits) {
        double sum = 0;
        int predicted = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (lastLogits != null) {
                sum += crossEntropy(lastLogits, tokens[i]);
                predicted++;
            }
            lastLogits = logits.row(i);
        }
        listener.measured(new SegmentResult(segment, predicted, sum / predicted));
    }

    /** {@code log Σ exp(logits) - logits[target]}, in double precision. */
    static double crossEntropy(float[] logits, int target) {
        double maximum = logits[LogitRows.argMax(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - maximum);
        }
        return maximum + Math.log(sum) - logits[target];
    }
}
