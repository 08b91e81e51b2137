package org.tornadormt.checkpoints;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes a file whole or not at all: the content goes to a temporary file in the same folder, is forced to the disk,
 * and then takes the place of the target in one step. Whoever reads the target sees the old content or the new.
 */
public final class AtomicFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private AtomicFile() {}

    /**
     * Writes {@code target}, replacing the file if there is one. If anything fails, the target is as it was and the
     * temporary file is gone.
     *
     * @param target  the file to write; a symbolic link is followed
     * @param content writes the bytes; it need not flush or close the stream
     * @throws CheckpointException if the file cannot be written, with the reason in words; what else {@code content}
     *                             throws passes through
     */
    public static void write(Path target, IOConsumer<OutputStream> content) {
        Path file = checkedTarget(target);
        Path folder = file.getParent();
        // Not Files.createTempFile: its files are readable by the owner only, and the target would inherit that.
        Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            writeForced(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CheckpointException("Cannot write %s: %s".formatted(target, reason(e, folder)), e);
        } finally {
            deleteIfLeft(temporary);
        }
    }

    private static void writeForced(Path temporary, IOConsumer<OutputStream> content) throws IOException {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // The stream is flushed, not closed: closing it would close the channel before it is forced.
            var stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            content.accept(stream);
            stream.flush();
            channel.force(true);
        }
    }

    private static Path checkedTarget(Path target) {
        if (Files.isDirectory(target)) {
            throw cannotWrite(target, "it is a folder; name a file in it");
        }
        Path absolute = target.toAbsolutePath().normalize();
        if (!Files.exists(target)) {
            return absolute;
        }
        if (!Files.isRegularFile(target)) {
            throw cannotWrite(target, "it exists and is not a regular file; name another file");
        }
        if (!Files.isWritable(target)) {
            throw cannotWrite(target, "it exists and is write-protected; name another file");
        }
        try {
            return target.toRealPath();
        } catch (IOException e) {
            throw new CheckpointException("Cannot write %s: %s".formatted(target, reason(e, absolute.getParent())), e);
        }
    }

    /**
     * The reason of a failure in words; the messages of the operating system name the temporary file, which the user
     * never heard of.
     */
    static String reason(IOException failure, Path folder) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        if (message.toLowerCase(Locale.ROOT).contains("no space left")) {
            return "no space left on the disk";
        }
        return switch (failure) {
            case NoSuchFileException _ -> "the folder %s does not exist; create it first".formatted(folder);
            case AccessDeniedException _ -> "no permission to write in the folder " + folder;
            default -> Files.isDirectory(folder) ? message : folder + " is not a folder";
        };
    }

    private static CheckpointException cannotWrite(Path target, String reason) {
        return new CheckpointException("Cannot write %s: %s".formatted(target, reason));
    }

    private static void deleteIfLeft(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException _) {
            // The first failure is the one to report; a folder that lost its permissions keeps the left-over.
        }
    }
}
