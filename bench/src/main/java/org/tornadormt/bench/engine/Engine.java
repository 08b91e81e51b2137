package org.tornadormt.bench.engine;

/**
 * A GPT-2 with recurrent memory that reads a batch of texts segment by segment. The memory stays in the engine's own
 * arrays from one segment to the next.
 *
 * <p>A segment has the rows {@code [memory, tokens, memory]}, {@code segmentSize + 2 * numMemTokens} of them at positions
 * 0, 1, 2, … under a causal mask; the last hidden states of the last {@code numMemTokens} rows are the next memory
 * (arXiv 2304.11062, section 3).
 */
public interface Engine extends AutoCloseable {

    /** Library and version, vector instructions and threads, as far as the engine tells: for reports. */
    String description();

    /** Gives every text the initial memory of the checkpoint. */
    void reset();

    /**
     * Runs the next segment of every text and carries the memory on. This is what is timed.
     *
     * @param ids token ids, {@code [batch][segmentSize]}
     */
    void segment(int[][] ids);

    /** A copy of the last segment's logits, {@code [batch, segmentSize, vocabularySize]} in one array. */
    float[] logits();

    /** A copy of the memory after the last segment, {@code [batch, numMemTokens, hiddenSize]} in one array. */
    float[] memory();

    /** Frees what it holds. */
    @Override
    void close();
}
