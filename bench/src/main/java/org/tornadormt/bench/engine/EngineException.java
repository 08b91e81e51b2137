package org.tornadormt.bench.engine;

/** An engine cannot be used; the message says why and what to do, in one line. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for the user. */
    public EngineException(String message) {
        super(message);
    }

    /** With a message for the user, and what happened. */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
