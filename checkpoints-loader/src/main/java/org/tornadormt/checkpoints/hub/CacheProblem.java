package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import org.tornadormt.checkpoints.CheckpointException;

/** Why the cache cannot be written, in words. */
final class CacheProblem {
    private CacheProblem() {}

    /** The error of a file of the cache that cannot be written. */
    static CheckpointException cannotWrite(Path file, IOException failure) {
        return new CheckpointException("Cannot write %s of the cache: %s".formatted(file, reason(failure)), failure);
    }

    private static String reason(IOException failure) {
        String message = failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("not enough space") || lower.contains("quota exceeded")) {
            return "no space left on the disk; what has come is kept, free some and run the same command again, or set "
                    + "HF_HUB_CACHE to a folder on another disk";
        }
        return switch (failure) {
            case AccessDeniedException _ -> "no permission; set HF_HUB_CACHE to a folder that you may write";
            case FileAlreadyExistsException _ -> "there is a file where a folder should be; set HF_HUB_CACHE to "
                    + "another folder";
            default -> message + "; set HF_HUB_CACHE to a folder on another disk";
        };
    }
}
