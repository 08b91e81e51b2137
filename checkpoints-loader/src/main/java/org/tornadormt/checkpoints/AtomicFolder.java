package org.tornadormt.checkpoints;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a folder whole or not at all: its files go to a temporary folder beside it, which then takes its place. A
 * folder that was there before is moved aside for that moment; {@link #recover} brings it back if the process ended
 * right then.
 */
public final class AtomicFolder {
    private AtomicFolder() {}

    /**
     * Writes {@code target}, replacing the folder if there is one. If anything fails, the target is as it was and the
     * temporary folder is gone.
     *
     * @param target  the folder to write
     * @param content writes the files into the folder that it is given
     * @throws CheckpointException if the folder cannot be written, with the reason in words; what else {@code content}
     *                             throws passes through
     */
    public static void write(Path target, IOConsumer<Path> content) {
        Path folder = target.toAbsolutePath().normalize();
        Path temporary = folder.resolveSibling("." + folder.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectory(temporary);
            content.accept(temporary);
            if (Files.exists(folder)) {
                delete(aside(folder));
                Files.move(folder, aside(folder), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
            delete(aside(folder));
        } catch (IOException e) {
            throw new CheckpointException("Cannot write %s: %s".formatted(target,
                    AtomicFile.reason(e, folder.getParent())), e);
        } finally {
            recover(target);
            deleteIfLeft(temporary);
        }
    }

    /** Brings a folder back that was moved aside when the process ended; does nothing if the folder is there. */
    public static void recover(Path target) {
        Path folder = target.toAbsolutePath().normalize();
        if (Files.exists(folder) || !Files.exists(aside(folder))) {
            return;
        }
        try {
            Files.move(aside(folder), folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CheckpointException("Cannot write %s: %s; what it held is in %s".formatted(target,
                    AtomicFile.reason(e, folder.getParent()), aside(folder)), e);
        }
    }

    /**
     * Removes a folder with all that is in it; does nothing if there is none.
     *
     * @throws CheckpointException if something in it cannot be removed
     */
    public static void remove(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            throw new CheckpointException("Cannot remove %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static Path aside(Path folder) {
        return folder.resolveSibling("." + folder.getFileName() + ".previous");
    }

    private static void deleteIfLeft(Path folder) {
        try {
            delete(folder);
        } catch (IOException _) {
            // The first failure is the one to report.
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
