package org.tornadormt.cli;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;
import org.tornadormt.model.task.NeedleTask;
import org.tornadormt.model.task.NoiseStream;

/** Measures how long a model takes to read one text alone. */
final class ReadingClock implements AutoCloseable {
    /** Until then the JVM has compiled what runs. */
    private static final double WARM_UP_SECONDS = 1.5;
    private static final double LONG_ENOUGH_SECONDS = 0.5;
    private static final int MOST_READINGS = 9;

    private final SegmentRunner runner;
    private final NeedleTask task;
    private final long seed;
    private boolean warm;

    /** A clock for texts of filler. */
    ReadingClock(RmtModel model, Device device, NeedleTask task, long seed) {
        runner = new SegmentRunner(model, device, RunnerOptions.reading(model.segmentSize()));
        this.task = task;
        this.seed = seed;
    }

    /** Seconds for a text: the median of up to nine readings, of one if it takes long. */
    double seconds(int segments) {
        for (double spent = 0; !warm && spent < WARM_UP_SECONDS;) {
            spent += read(segments);
        }
        warm = true;
        List<Double> readings = new ArrayList<>();
        double spent = 0;
        while (readings.isEmpty() || readings.size() < MOST_READINGS && spent < LONG_ENOUGH_SECONDS) {
            readings.add(read(segments));
            spent += readings.getLast();
        }
        readings.sort(null);
        return readings.get(readings.size() / 2);
    }

    private double read(int segments) {
        NoiseStream noise = task.noise(seed);
        int[] tokens = new int[runner.model().segmentSize()];
        runner.reset(0);
        long start = System.nanoTime();
        for (int s = 0; s < segments; s++) {
            noise.fill(tokens, 0, tokens.length);
            runner.run(tokens);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        runner.close();
    }
}
