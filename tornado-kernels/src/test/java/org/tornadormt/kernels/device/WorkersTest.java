package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.tornadormt.kernels.program.RowForm;

/** Rows are shared among threads: each is computed once, and a failure comes back to the caller. */
final class WorkersTest {
    private static final int MOST_THREADS = 5;
    // Made once: the threads of workers live as long as the JVM.
    private static final List<Workers> WORKERS = IntStream.rangeClosed(1, MOST_THREADS).mapToObj(Workers::new).toList();

    @Property
    void everyRowIsComputedOnce(@ForAll @IntRange(max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 40) int grain,
            @ForAll @IntRange(min = 1, max = MOST_THREADS) int threads) {
        AtomicIntegerArray counts = new AtomicIntegerArray(rows);

        WORKERS.get(threads - 1).compute(new RowForm(rows, grain, (from, to) -> {
            assertThat(from % grain).isZero();
            IntStream.range(from, to).forEach(counts::getAndIncrement);
        }));

        assertThat(IntStream.range(0, rows).map(counts::get)).allMatch(count -> count == 1).hasSize(rows);
    }

    @Property(tries = 200)
    void whatARowThrowsComesBackAndTheWorkersGoOn(@ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(max = 299) int candidate, @ForAll @IntRange(min = 1, max = MOST_THREADS) int threads,
            @ForAll boolean error) {
        int bad = candidate % rows;
        Throwable thrown = error ? new AssertionError("row " + bad) : new IllegalStateException("row " + bad);
        Workers workers = WORKERS.get(threads - 1);

        assertThatThrownBy(() -> workers.compute(new RowForm(rows, 1, (from, to) -> {
            if (from <= bad && bad < to) {
                fail(thrown);
            }
        }))).isSameAs(thrown);

        everyRowIsComputedOnce(rows, 1, threads);
    }

    private static void fail(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    @Property(tries = 100)
    void aFormIsPreparedOnceBeforeItsRows(@ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = MOST_THREADS) int threads) {
        AtomicInteger preparations = new AtomicInteger();
        AtomicInteger early = new AtomicInteger();

        WORKERS.get(threads - 1).compute(new RowForm(rows, 1, preparations::incrementAndGet, (from, to) -> {
            if (preparations.get() != 1) {
                early.incrementAndGet();
            }
        }));

        assertThat(preparations).hasValue(1);
        assertThat(early).hasValue(0);
    }

    @Example
    void allThreadsTakePart() {
        // Each of the first pieces waits for all others, so this ends only if the pieces run at the same time.
        var allHere = new CyclicBarrier(MOST_THREADS);
        Workers workers = WORKERS.getLast();

        workers.compute(new RowForm(MOST_THREADS, 1, (from, to) -> {
            try {
                allHere.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }));

        assertThat(allHere.isBroken()).isFalse();
    }

    @Example
    void theShareOfAThreadThatIsHeldUpIsDoneByOthers() {
        // The helper waits with its first row until all other rows are done, also those of its own share.
        int rows = 32;
        var others = new CountDownLatch(rows - 1);
        var inTime = new AtomicBoolean(true);
        Thread caller = Thread.currentThread();

        WORKERS.get(1).compute(new RowForm(rows, 1, (from, to) -> {
            assertThat(to - from).isEqualTo(1);
            try {
                if (Thread.currentThread() != caller && !others.await(10, TimeUnit.SECONDS)) {
                    inTime.set(false);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            others.countDown();
        }));

        assertThat(inTime).isTrue();
    }

    @Example
    void anInterruptedCallerStillGetsAllRowsAndStaysInterrupted() {
        AtomicIntegerArray counts = new AtomicIntegerArray(100);
        Thread.currentThread().interrupt();

        WORKERS.get(1).compute(
                new RowForm(100, 1, (from, to) -> IntStream.range(from, to).forEach(counts::getAndIncrement)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(IntStream.range(0, 100).map(counts::get)).allMatch(count -> count == 1);
    }

    @Example
    void thereIsAtLeastOneThread() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Workers(0))
                .withMessage("threads must be 1 or more, not 0");
    }
}
