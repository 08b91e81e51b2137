package org.tornadormt.model.session;

import java.util.Arrays;

/**
 * Where a session stands in its text: an immutable value that can be kept, saved, compared, and given to any session of
 * the same model, which then goes on as if it had read the text itself, to the last bit.
 *
 * <p>Two things make that possible: the memory after the last full segment, and the tokens read since.
 */
public final class MemoryState {
    private final ModelFingerprint model;
    private final int segmentSize;
    private final float[] memory;
    private final int[] pendingTokens;
    private final int segments;
    private final long tokens;

    /**
     * A state.
     *
     * @param model the model that it belongs to
     * @param segmentSize tokens of a full segment of the session
     * @param memory memory after the last segment that was run, {@code [numMemTokens, embeddingSize]}
     * @param pendingTokens tokens read since then
     * @param segments segments that were run
     * @param tokens tokens that were read in all, pending ones included
     */
    MemoryState(ModelFingerprint model, int segmentSize, float[] memory, int[] pendingTokens, int segments,
            long tokens) {
        this.model = model;
        this.segmentSize = segmentSize;
        this.memory = memory.clone();
        this.pendingTokens = pendingTokens.clone();
        this.segments = segments;
        this.tokens = tokens;
    }

    /** The model that it belongs to. */
    public ModelFingerprint model() {
        return model;
    }

    /** Tokens of a full segment. */
    public int segmentSize() {
        return segmentSize;
    }

    /** A copy of the memory after the last segment that was run, {@code [numMemTokens, embeddingSize]}. */
    public float[] memory() {
        return memory.clone();
    }

    /** A copy of the tokens that were read since that segment. */
    public int[] pendingTokens() {
        return pendingTokens.clone();
    }

    /** Segments that were run. */
    public int segments() {
        return segments;
    }

    /** Tokens that were read in all. */
    public long tokens() {
        return tokens;
    }

    /** Same model, same place, same numbers to the last bit. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MemoryState state && model.equals(state.model) && segmentSize == state.segmentSize
                && Arrays.equals(memory, state.memory) && Arrays.equals(pendingTokens, state.pendingTokens)
                && segments == state.segments && tokens == state.tokens;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(memory) * 31 + Arrays.hashCode(pendingTokens);
    }

    @Override
    public String toString() {
        return "memory after " + tokens + " tokens (" + segments + " segments, " + pendingTokens.length + " pending)";
    }
}
