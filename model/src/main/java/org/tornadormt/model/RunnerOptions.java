package org.tornadormt.model;

/**
 * What a {@link SegmentRunner} is prepared for.
 *
 * @param sequences sequences of the batch
 * @param maxTokens tokens of the longest segment that it will run
 * @param logitsPerSequence rows of logits that are asked for at most, for each sequence and segment; 0 for none
 * @param incrementalSlots cache slots for token-by-token passes, 0 for none; needs a batch of one
 */
public record RunnerOptions(int sequences, int maxTokens, int logitsPerSequence, int incrementalSlots) {

    /** Checks the ranges. */
    public RunnerOptions {
        if (sequences < 1 || maxTokens < 1 || logitsPerSequence < 0 || incrementalSlots < 0) {
            throw new ModelException("a runner needs at least one sequence and one token, and no negative counts");
        }
        if (incrementalSlots > 0 && sequences != 1) {
            throw new ModelException("token-by-token passes need a batch of one sequence, not " + sequences);
        }
    }

    /** One text, read without asking for logits. */
    public static RunnerOptions reading(int maxTokens) {
        return new RunnerOptions(1, maxTokens, 0, 0);
    }
}
