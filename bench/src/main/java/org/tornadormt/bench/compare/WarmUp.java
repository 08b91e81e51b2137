package org.tornadormt.bench.compare;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Runs segments until they take as long as they will: until a JVM has compiled what they need, which takes from one
 * second to a minute, and a native engine has tried its ways.
 */
public final class WarmUp {
    /** Segments of a window; two windows are the least, so four segments. */
    private static final int SEGMENTS = 2;
    /** A window whose median is below this share of the window before was still getting faster. */
    private static final double STEADY = 0.9;
    /** The share of a window that compilation may take. */
    private static final double QUIET = 0.05;
    private static final double NANOSECONDS_OF_MILLISECOND = 1e6;

    private final Duration window;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private final LongSupplier compilationMilliseconds;
    private long segments;
    private boolean finished;

    /**
     * For this JVM.
     *
     * @param window the time over which segments must be steady
     * @param limit the time after which they are taken as they are
     */
    public WarmUp(Duration window, Duration limit) {
        this(window, limit, System::nanoTime,
                ManagementFactory.getCompilationMXBean()::getTotalCompilationTime);
    }

    /** With other clocks. */
    WarmUp(Duration window, Duration limit, LongSupplier nanoTime, LongSupplier compilationMilliseconds) {
        this.window = window;
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.compilationMilliseconds = compilationMilliseconds;
    }

    /** Runs {@code segment} again and again. */
    public void run(Runnable segment) {
        long start = nanoTime.getAsLong();
        double before = Double.POSITIVE_INFINITY;
        while (!finished && nanoTime.getAsLong() - start < limit.toNanos()) {
            long windowStart = nanoTime.getAsLong();
            long compiledBefore = compilationMilliseconds.getAsLong();
            double median = Quartiles.of(times(segment, windowStart)).median();
            double compilation = (compilationMilliseconds.getAsLong() - compiledBefore) * NANOSECONDS_OF_MILLISECOND
                    / (nanoTime.getAsLong() - windowStart);
            finished = compilation < QUIET && median > STEADY * before;
            before = median;
        }
    }

    private List<Double> times(Runnable segment, long windowStart) {
        List<Double> times = new ArrayList<>();
        long begin = windowStart;
        while (times.size() < SEGMENTS || begin - windowStart < window.toNanos()) {
            segment.run();
            segments++;
            long end = nanoTime.getAsLong();
            times.add((double) end - begin);
            begin = end;
        }
        return times;
    }

    /** Segments that it ran. */
    public long segments() {
        return segments;
    }

    /** Whether they were steady before the limit. */
    public boolean isFinished() {
        return finished;
    }
}
