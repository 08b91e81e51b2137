package org.tornadormt.cli;

/** Whoever read the result has gone, as {@code head} does when it has enough. No cause for a message. */
final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
