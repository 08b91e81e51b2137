package org.tornadormt.checkpoints.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A body of an answer that ends with an exception when nothing comes for a while. The client of the JDK has a limit for
 * the time until the answer begins only.
 */
final class StallGuard extends FilterInputStream {
    private static final long SHORTEST_SLEEP = Duration.ofMillis(1).toNanos();

    private final Duration patience;
    private final Thread watch;
    private volatile long waitingSince = System.nanoTime();
    private volatile boolean reading;
    private volatile boolean closed;
    private volatile boolean stalled;

    StallGuard(InputStream body, Duration patience) {
        super(body);
        this.patience = patience;
        watch = Thread.ofVirtual().name("rmt-stall-guard").start(this::watch);
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        int count = read(single, 0, 1);
        return count < 0 ? count : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        waitingSince = System.nanoTime();
        reading = true;
        try {
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            throw stalled ? new IOException("nothing came for %d s".formatted(patience.toSeconds()), e) : e;
        } finally {
            reading = false;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        LockSupport.unpark(watch);
        super.close();
    }

    private void watch() {
        while (!closed) {
            long left = patience.toNanos() - (System.nanoTime() - waitingSince);
            if (reading && left <= 0) {
                stalled = true;
                closeQuietly();
                return;
            }
            // A read that begins during this sleep may last up to twice the limit.
            LockSupport.parkNanos(reading ? Math.max(left, SHORTEST_SLEEP) : patience.toNanos());
        }
    }

    private void closeQuietly() {
        try {
            in.close();
        } catch (IOException _) {
            // The thread that reads gets an exception of its own.
        }
    }
}
