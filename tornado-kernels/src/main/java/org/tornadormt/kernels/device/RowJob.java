package org.tornadormt.kernels.device;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.tornadormt.kernels.program.RowForm;

/**
 * The pieces of one operation, which any number of threads take one after the other; then of the next operation, in the
 * same object, so that nothing is allocated for an operation.
 *
 * <p>A ticket holds the number of the operation and how many of its pieces nobody has taken yet. While there is one, the
 * operation is not over, and what was read of it before a piece was taken is its own.
 */
final class RowJob {
    private static final int WATCHES = 20_000;
    private static final long NAP_NANOSECONDS = 20_000;

    private final AtomicLong ticket = new AtomicLong();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile RowForm form;
    private volatile int piece;
    private volatile int pieces;

    /** Number of the current operation, or of the last if there is none; they count up. */
    int operation() {
        return operation(ticket.get());
    }

    /** Starts the next operation; only when the last is done. */
    void start(RowForm next, int rowsOfPiece) {
        form = next;
        piece = rowsOfPiece;
        pieces = Math.ceilDiv(next.rows(), rowsOfPiece);
        left.set(pieces);
        ticket.set((operation() + 1L) << Integer.SIZE | pieces);
    }

    /** Takes pieces of an operation until there are none left. */
    void work(int operation) {
        for (long seen = ticket.get(); operation(seen) == operation && (int) seen > 0; seen = ticket.get()) {
            RowForm current = form;
            int rows = piece;
            int index = pieces - (int) seen;
            if (ticket.compareAndSet(seen, seen - 1)) {
                compute(current, index * rows, Math.min(current.rows(), (index + 1) * rows));
            }
        }
    }

    private void compute(RowForm current, int from, int to) {
        try {
            current.body().compute(from, to);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            left.decrementAndGet();
        }
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
