package org.tornadormt.checkpoints;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A checkpoint, or a file to be written, is not usable. The message is one line for the user: what is wrong, where
 * (file, tensor, option), and what to do about it.
 */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_MESSAGE = 1000;

    /**
     * @param message what is wrong, where, and what to do; control characters, which names in a damaged file can
     *                bring in, are replaced and an overlong message is cut, so that it stays one line
     */
    public CheckpointException(String message) {
        super(oneLine(message));
    }

    /**
     * @param message as in {@link #CheckpointException(String)}
     * @param cause   what was caught
     */
    public CheckpointException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    /**
     * The error of a file that cannot be read, with the reason in words.
     *
     * @param file  the file
     * @param cause what reading it threw
     * @return the exception, to be thrown by the caller
     */
    public static CheckpointException cannotRead(Path file, IOException cause) {
        String reason = switch (cause) {
            case NoSuchFileException _ -> Files.isSymbolicLink(file)
                    ? "it is a link to a file that does not exist; was the download complete?"
                    : "it does not exist";
            case AccessDeniedException _ -> "no permission to read it";
            default -> Files.isDirectory(file) ? "it is a folder, not a file" : reasonOf(cause);
        };
        return new CheckpointException("Cannot read %s: %s".formatted(file, reason), cause);
    }

    private static String reasonOf(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String oneLine(String message) {
        String line = message.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
