package org.tornadormt.checkpoints.hub;

import java.time.Duration;
import org.tornadormt.checkpoints.CheckpointException;

/** Tries again what failed for a while, each time after a longer wait, and not for ever. */
final class Retries {
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    /** The limits of the hub are counted over five minutes; who asks for more wants us to go away. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Waiting waiting;
    private final DownloadListener listener;

    Retries(Waiting waiting, DownloadListener listener) {
        this.waiting = waiting;
        this.listener = listener;
    }

    /** Something that may fail for a while. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws TemporaryFailure;
    }

    /**
     * Tries up to five times, not counting attempts that made progress.
     *
     * @throws CheckpointException if the last attempt failed too, or the server asks to wait for too long
     */
    <T> T insist(Attempt<T> attempt) {
        int failures = 0;
        while (true) {
            try {
                return attempt.run();
            } catch (TemporaryFailure failure) {
                failures = failure.progressed() ? 1 : failures + 1;
                if (failures == MOST_ATTEMPTS) {
                    throw new CheckpointException("%s; gave up after %d attempts. What has come is kept; run the same "
                            .formatted(failure.getMessage(), MOST_ATTEMPTS) + "command again later", failure);
                }
                pause(failure, failure.retryAfter().orElse(FIRST_WAIT.multipliedBy(1L << (failures - 1))));
            }
        }
    }

    /**
     * Waits without an attempt, for instance for another process.
     *
     * @throws CheckpointException if the thread is interrupted
     */
    void sleep(Duration duration) {
        try {
            waiting.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckpointException("interrupted; run the same command again to go on", e);
        }
    }

    private void pause(TemporaryFailure failure, Duration wait) {
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            throw new CheckpointException("%s, and asks to wait %d minutes; run the same command again then"
                    .formatted(failure.getMessage(), wait.toMinutes()), failure);
        }
        listener.note("%s; trying again in %d s".formatted(failure.getMessage(), wait.toSeconds()));
        sleep(wait);
    }
}
