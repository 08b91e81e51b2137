package org.tornadormt.kernels.device;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.tornadormt.kernels.program.RowForm;

/**
 * The pieces of one operation, which threads take one after the other; then of the next operation, in the same object, so
 * that nothing is allocated for an operation. Each thread has a share of its own, the same part of the rows in every
 * operation, so that it finds in its cache what it wrote there before; when that is done it helps others with theirs.
 *
 * <p>The ticket of a share holds the number of the operation and how many pieces of the share nobody has taken yet. While
 * there is one, the operation is not over, and what was read of it before a piece was taken is its own.
 */
final class RowJob {
    private static final int WATCHES = 20_000;
    private static final long NAP_NANOSECONDS = 20_000;
    /** Longs from one ticket to the next: no two are in one cache line, or in two that a core fetches together. */
    private static final int TICKET_STRIDE = 16;

    private final int threads;
    private final AtomicLongArray tickets;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile RowForm form;
    private volatile int piece;
    private volatile int pieces;

    RowJob(int threads) {
        this.threads = threads;
        tickets = new AtomicLongArray((threads + 1) * TICKET_STRIDE);
    }

    /** Number of the current operation, or of the last if there is none, as thread {@code thread} is told; they count up. */
    int operation(int thread) {
        return operation(tickets.get(ticket(thread)));
    }

    /** Starts the next operation; only when the last is done. */
    void start(RowForm next, int rowsOfPiece) {
        form = next;
        piece = rowsOfPiece;
        pieces = Math.ceilDiv(next.rows(), rowsOfPiece);
        left.set(pieces);
        long operation = operation(0) + 1L;
        for (int t = threads - 1; t >= 0; t--) {
            tickets.set(ticket(t), operation << Integer.SIZE | endOfShare(t, pieces) - endOfShare(t - 1, pieces));
        }
    }

    /** Takes pieces of an operation until there are none left. */
    void work(int operation, int thread) {
        int done = 0;
        for (int i = 0; i < threads; i++) {
            int share = (thread + i) % threads;
            int at = ticket(share);
            for (long seen = tickets.get(at); operation(seen) == operation && (int) seen > 0; seen = tickets.get(at)) {
                RowForm current = form;
                int size = piece;
                int index = endOfShare(share, pieces) - (int) seen;
                if (tickets.compareAndSet(at, seen, seen - 1)) {
                    int end = Math.min(current.rows(), (index + 1) * size);
                    compute(current, index * size, end);
                    done++;
                }
            }
        }
        if (done > 0) {
            left.addAndGet(-done);
        }
    }

    private void compute(RowForm current, int from, int to) {
        try {
            current.body().compute(from, to);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    /** The piece behind the last of a share; shares differ by one piece at most. */
    private int endOfShare(int share, int allPieces) {
        return Math.ceilDiv((share + 1) * allPieces, threads);
    }

    private static int ticket(int share) {
        return (share + 1) * TICKET_STRIDE;
    }

    private static int operation(long ticket) {
        return (int) (ticket >>> Integer.SIZE);
    }

    /** Waits until every piece is done, and throws what the first that failed threw. */
    void awaitDone() {
        for (int watch = 0; left.get() > 0; watch++) {
            if (watch < WATCHES) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, NAP_NANOSECONDS);
            }
        }
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof RuntimeException e) {
            throw e;
        } else if (thrown instanceof Error e) {
            throw e;
        }
    }
}
