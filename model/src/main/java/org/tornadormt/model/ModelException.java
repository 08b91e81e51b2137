package org.tornadormt.model;

/** A model cannot do what it was asked to. The message is one line for the user: what, where, what to do next. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with that message. */
    public ModelException(String message) {
        super(message);
    }
}
