package org.tornadormt.bench.compare;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What this project's engine does with a segment; the other engines always do {@link #SAME}. */
public enum Work {
    /** Logits of all tokens, as the others. */
    SAME,
    /** What a reader of long texts gets: the memory, and no logits, because nobody asked for them. */
    USER;

    /** How reports call it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
