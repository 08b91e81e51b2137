package org.tornadormt.kernels.device;

import java.util.concurrent.locks.LockSupport;
import org.tornadormt.kernels.program.RowForm;

/**
 * Threads that share the rows of an operation. Each takes the next small piece when it is done with the last, so a
 * thread that the machine holds up delays nobody for longer than a piece. Between two operations, which follow each
 * other within microseconds, the threads watch for the next one before they sleep: waking up costs more than a small
 * operation.
 */
final class Workers {
    private static final int PIECES_PER_THREAD = 16;
    private static final long WATCH_NANOSECONDS = 100_000;

    private final int threads;
    private final Helper[] helpers;
    private final RowJob job;

    Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be 1 or more, not " + threads);
        }
        this.threads = threads;
        job = new RowJob(threads);
        helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
            helpers[i].start();
        }
    }

    int threads() {
        return threads;
    }

    /** Runs {@code form} on ranges that together are all its rows, and returns when all are done. */
    void compute(RowForm form) {
        form.prepare().run();
        int share = Math.max(1, Math.ceilDiv(form.rows(), threads * PIECES_PER_THREAD));
        int piece = Math.ceilDiv(share, form.grain()) * form.grain();
        if (threads == 1 || form.rows() <= piece) {
            form.body().compute(0, form.rows());
            return;
        }
        job.start(form, piece);
        for (Helper helper : helpers) {
            helper.wake();
        }
        job.work(job.operation(0), 0);
        job.awaitDone();
    }

    /** A thread that helps with whatever the current job is. */
    private final class Helper extends Thread {
        private final int index;
        private volatile boolean asleep;

        private Helper(int index) {
            super("tornadormt-worker");
            this.index = index;
            setDaemon(true);
        }

        private void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            int operation = 0;
            while (true) {
                operation = next(operation);
                job.work(operation, index);
            }
        }

        private int next(int last) {
            long watchUntil = System.nanoTime() + WATCH_NANOSECONDS;
            while (true) {
                int operation = job.operation(index);
                if (operation != last) {
                    asleep = false;
                    return operation;
                }
                if (System.nanoTime() < watchUntil) {
                    Thread.onSpinWait();
                } else if (asleep) {
                    LockSupport.park(this);
                } else {
                    // Looked at once more before sleeping: a job that came before this line saw no sleeper to wake.
                    asleep = true;
                }
            }
        }
    }
}
