package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Something that may go better in a while: a busy server, a cut connection. */
final class TemporaryFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;
    private final boolean progressed;

    private TemporaryFailure(String message, Throwable cause, Optional<Duration> retryAfter, boolean progressed) {
        super(message, cause);
        this.retryAfter = retryAfter;
        this.progressed = progressed;
    }

    /** A server that answers with an error, and perhaps says when to come back. */
    static TemporaryFailure busy(String message, Optional<Duration> retryAfter) {
        return new TemporaryFailure(message, null, retryAfter, false);
    }

    /**
     * A connection that could not be made or was cut.
     *
     * @param progressed whether so much came before the cut that it was worth it
     */
    static TemporaryFailure cut(String message, Throwable cause, boolean progressed) {
        return new TemporaryFailure(message, cause, Optional.empty(), progressed);
    }

    /** How long the server asks to wait, if it does. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether the attempt got further than the one before. */
    boolean progressed() {
        return progressed;
    }
}
