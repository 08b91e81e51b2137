package org.tornadormt.bench;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/** One segment of the bundled model with its memory write, for batches of texts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SegmentBenchmark {
    /** As {@code --device} of the command line takes it. */
    @Param({"jvm:plain", "jvm"})
    public String device;

    /** Texts side by side. */
    @Param({"1", "16", "50"})
    public int batch;

    private SegmentRunner runner;
    private int[][] segments;

    /** Loads the model from the project's folder. */
    @Setup
    public void prepare() {
        RmtModel model = RmtModel.load(Path.of("models", "facts"), LoadOptions.defaults());
        runner = new SegmentRunner(model, Devices.find(Runtime.getRuntime().availableProcessors()).choose(device),
                new RunnerOptions(batch, model.segmentSize(), 0, 0));
        Random random = new Random(batch);
        segments = new int[batch][];
        for (int b = 0; b < batch; b++) {
            segments[b] = random.ints(model.segmentSize(), 0, model.config().vocabularySize()).toArray();
        }
    }

    /** One segment of every text. */
    @Benchmark
    public void segment() {
        runner.run(segments);
    }

    /** Frees the device. */
    @TearDown
    public void close() {
        runner.close();
    }
}
