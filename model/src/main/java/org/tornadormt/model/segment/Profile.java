package org.tornadormt.model.segment;

import java.util.Locale;

/** Whose decoder a checkpoint is: implementations lay out the same rows and number their positions differently. */
public enum Profile {
    /** Class {@code MemoryCell} of the reference implementation: positions in the order of the rows. */
    REFERENCE("in the order of the rows"),
    /** KotShinZ's wrapper for Transformers: those of the read block, then of the write block, then of the tokens. */
    KOTSHINZ("read block, write block, tokens"),
    /**
     * The LM-RMT code with {@code mem_at_end = False}: no write block, the next memory comes from the rows in front. Under
     * a causal mask these see no token, so nothing of a text is carried on: an ablation.
     */
    FRONT("in the order of the rows, next memory from the rows in front");

    private final String positions;

    Profile(String positions) {
        this.positions = positions;
    }

    /** Its name. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How it numbers the positions of a segment, in words. */
    public String positions() {
        return positions;
    }
}
