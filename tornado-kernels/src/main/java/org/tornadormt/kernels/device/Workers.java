package org.tornadormt.kernels.device;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.tornadormt.kernels.program.RowForm;

/**
 * Threads that share the rows of an operation. Each takes the next small piece when it is done with the last, so a thread
 * that the machine holds up delays nobody for long.
 */
final class Workers {
    private static final int PIECES_PER_THREAD = 4;

    private final int threads;
    private final ExecutorService helpers;

    Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be 1 or more, not " + threads);
        }
        this.threads = threads;
        helpers = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, Workers::daemon);
    }

    int threads() {
        return threads;
    }

    /** Runs {@code form} on ranges that together are all its rows, and returns when all are done. */
    void compute(RowForm form) {
        int rows = form.rows();
        RowForm.Body body = form.body();
        int share = Math.max(1, Math.ceilDiv(rows, threads * PIECES_PER_THREAD));
        int piece = Math.ceilDiv(share, form.grain()) * form.grain();
        int pieces = Math.ceilDiv(rows, piece);
        if (threads == 1 || pieces <= 1) {
            body.compute(0, rows);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable work = () -> {
            try {
                for (int p = next.getAndIncrement(); p < pieces; p = next.getAndIncrement()) {
                    body.compute(p * piece, Math.min(rows, (p + 1) * piece));
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        };
        CountDownLatch done = new CountDownLatch(threads - 1);
        for (int i = 1; i < threads; i++) {
            helpers.execute(() -> {
                work.run();
                done.countDown();
            });
        }
        work.run();
        awaitUninterruptibly(done);
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        } else if (failure.get() instanceof Error e) {
            throw e;
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "tornadormt-worker");
        thread.setDaemon(true);
        return thread;
    }
}
