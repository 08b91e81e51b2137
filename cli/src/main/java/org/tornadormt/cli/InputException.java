package org.tornadormt.cli;

/** What the user gave cannot be used. The message is one line: what is wrong, where, and what to do about it. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with that message. */
    public InputException(String message) {
        super(message);
    }
}
