package org.tornadormt.bench.training;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tornadormt.bench.compare.Quartiles;
import org.tornadormt.bench.compare.WarmUp;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.BenchShapes;
import org.tornadormt.bench.engine.EngineException;
import org.tornadormt.bench.engine.TrainingEngine;
import org.tornadormt.bench.engine.TrainingTexts;
import org.tornadormt.checkpoints.AtomicFile;

/** The program of a JVM that measures the training steps of one engine, once its first losses are the expected ones. */
final class TrainingSteps {
    /** Steps whose losses are compared: that of the third depends on all gradients and on both moments of AdamW. */
    static final int COMPARED = 3;
    /**
     * Largest difference of a loss that is no error. Losses are of the order of 10. AdamW's first step moves every number
     * by the learning rate in the direction of the sign of its gradient, also where that is nothing but rounding.
     */
    static final double TOLERANCE = 1e-3;

    private static final OperatingSystemMXBean SYSTEM = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);

    private TrainingSteps() {}

    /**
     * Runs it.
     *
     * @param args a {@link StepTask}, file for the {@link StepReport}
     */
    public static void main(String[] args) {
        StepReport report = measure(StepTask.fromJson(args[0]));
        AtomicFile.write(Path.of(args[1]), out -> out.write(new JsonMapper().writeValueAsBytes(report)));
    }

    static StepReport measure(StepTask task) {
        BenchShape shape = BenchShapes.named(task.shape());
        TrainingTexts texts = TrainingTexts.random(shape, task.batch(), task.segments(), task.seed());
        BenchCheckpoint checkpoint = new BenchCheckpoint(Path.of(task.checkpoint()), shape);
        try (TrainingEngine engine = TrainingEngine.open(task.engine(), checkpoint, task.batch(), task.threads())) {
            double[] losses = new double[COMPARED];
            for (int i = 0; i < COMPARED; i++) {
                losses[i] = engine.step(texts);
            }
            double difference = difference(losses, task.expectedLosses());
            WarmUp warmUp = new WarmUp(Duration.ofMillis(task.windowMilliseconds()),
                    Duration.ofMillis(task.limitMilliseconds()));
            warmUp.run(() -> engine.step(texts));
            otherWorkSinceLastAsked();
            long cpu = SYSTEM.getProcessCpuTime();
            List<Double> seconds = new ArrayList<>();
            long start = System.nanoTime();
            long end = start;
            while (seconds.isEmpty() || end - start < task.iterations() * task.windowMilliseconds() * 1_000_000L) {
                long begin = end;
                engine.step(texts);
                end = System.nanoTime();
                seconds.add((end - begin) / 1e9);
            }
            return new StepReport(engine.description(), losses, difference, warmUp.isFinished(), seconds.size(),
                    Quartiles.of(seconds).median(), (SYSTEM.getProcessCpuTime() - cpu) / 1e9 / seconds.size(),
                    otherWorkSinceLastAsked());
        }
    }

    /** Between the losses of an engine and the expected ones, of which there may be none. */
    private static double difference(double[] losses, double[] expected) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(losses[i] - expected[i]);
            // Written so that NaN is wrong.
            if (!(difference <= TOLERANCE)) {
                throw new EngineException(String.format(Locale.ROOT,
                        "wrong numbers: the loss of step %d is %.5f, but %.5f in this project", i + 1, losses[i],
                        expected[i]));
            }
            largest = Math.max(largest, difference);
        }
        return largest;
    }

    private static double otherWorkSinceLastAsked() {
        double all = SYSTEM.getCpuLoad();
        double own = SYSTEM.getProcessCpuLoad();
        return all < 0 || own < 0 ? 0 : Math.max(0, all - own);
    }
}
