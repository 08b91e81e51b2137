package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * The right to download one blob, so that two pulls at once do not write the same partial file. The file of the lock
 * stays: whoever deleted it would take it from under one who waits.
 */
final class BlobLock implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Path file;
    private final FileChannel channel;

    private BlobLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Waits until nobody else has the lock.
     *
     * @param file   the file of the lock
     * @param onWait called once if somebody else has it
     * @throws CheckpointException if the folder cannot be written, or its file system has no locks
     */
    static BlobLock take(Path file, Retries retries, Runnable onWait) {
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                boolean told = false;
                while (tryLock(channel).isEmpty()) {
                    if (!told) {
                        onWait.run();
                        told = true;
                    }
                    retries.sleep(BETWEEN_LOOKS);
                }
                return new BlobLock(file, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(file, e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            // Another thread of this process has it, which is no different.
            return Optional.empty();
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(file, e);
        }
    }
}
