package org.tornadormt.model;

import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;

/**
 * How a text is cut into segments and how many vectors go from one to the next.
 *
 * @param numMemTokens memory vectors; 0 for independent segments
 * @param segmentSize tokens of the text in a full segment
 * @param alignment where the short segment is, if the text is no multiple of the segment size
 */
public record MemoryConfig(int numMemTokens, int segmentSize, Alignment alignment) {

    /** Checks the ranges. */
    public MemoryConfig {
        if (numMemTokens < 0) {
            throw new ModelException("the number of memory tokens must be 0 or more, not " + numMemTokens);
        }
        if (segmentSize < 1) {
            throw new ModelException("the segment size must be 1 or more, not " + segmentSize);
        }
    }
}
