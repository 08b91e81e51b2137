package org.tornadormt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.tornadormt.checkpoints.CheckpointException;

/** A file that a command will write at its end, whole or not at all. */
public final class OutputFile {
    private final Path file;

    private OutputFile(Path file) {
        this.file = file;
    }

    /**
     * Finds out before any long work whether a file can be written.
     *
     * @throws CheckpointException if not
     */
    public static OutputFile at(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (Files.isDirectory(file)) {
            throw cannotWrite(file, "it is a folder; name a file in it");
        }
        if (!Files.exists(folder)) {
            throw cannotWrite(file, "the folder " + folder + " does not exist; create it first");
        }
        if (!Files.isDirectory(folder)) {
            throw cannotWrite(file, folder + " is not a folder");
        }
        if (!Files.isWritable(folder) || Files.exists(file) && !Files.isWritable(file)) {
            throw cannotWrite(file, "no permission; name a file that you may write");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw cannotWrite(file, "it exists and is not a regular file; name another file");
        }
        return new OutputFile(file);
    }

    /**
     * Writes it. A process that is interrupted meanwhile ends when the file is there, so that no temporary file is
     * left.
     *
     * @param writer writes a file of that name whole or not at all
     */
    public void write(Consumer<Path> writer) {
        CountDownLatch written = new CountDownLatch(1);
        Thread waiting = new Thread(() -> awaitUninterrupted(written), "rmt-write");
        Runtime.getRuntime().addShutdownHook(waiting);
        try {
            writer.accept(file);
        } finally {
            written.countDown();
            removeHook(waiting);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending already, and the hook has done its work.
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private static CheckpointException cannotWrite(Path file, String reason) {
        return new CheckpointException("Cannot write " + file + ": " + reason);
    }
}
