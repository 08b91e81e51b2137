package org.tornadormt.kernels.device;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.tornadormt.kernels.program.RowForm;

/** The pieces of one operation, which any number of threads take one after the other. */
final class RowJob {
    private static final int WATCHES = 20_000;
    private static final long NAP_NANOSECONDS = 20_000;

    private final RowForm form;
    private final int piece;
    private final int pieces;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    RowJob(RowForm form, int piece) {
        this.form = form;
        this.piece = piece;
        pieces = Math.ceilDiv(form.rows(), piece);
    }

    /** Takes pieces until there are none left. */
    void work() {
        for (int p = next.getAndIncrement(); p < pieces; p = next.getAndIncrement()) {
            try {
                form.body().compute(p * piece, Math.min(form.rows(), (p + 1) * piece));
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                done.incrementAndGet();
            }
        }
    }

    /** Waits until every piece is done. */
    void awaitDone() {
        for (int watch = 0; done.get() < pieces; watch++) {
            if (watch < WATCHES) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, NAP_NANOSECONDS);
            }
        }
    }

    /** Throws what the first piece that failed threw. */
    void throwFailure() {
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        } else if (failure.get() instanceof Error e) {
            throw e;
        }
    }
}
