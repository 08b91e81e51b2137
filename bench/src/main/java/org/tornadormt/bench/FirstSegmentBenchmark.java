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
import org.tornadormt.bench.compare.WorkFolder;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.BenchShapes;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/** What a user waits for at the start: loading a checkpoint and running its first segment, in a JVM that is cold. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FirstSegmentBenchmark {
    /** As {@link BenchShapes} takes it. */
    @Param({"small", "gpt2-small"})
    public String shapeName;

    /** As {@code --device} of the command line takes it. */
    @Param("jvm")
    public String device;

    private WorkFolder folder;
    private int[] segment;
    private RmtModel model;

    /** Makes a checkpoint of random weights. */
    @Setup
    public void prepare() {
        BenchShape shape = BenchShapes.named(shapeName);
        folder = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")), shape.parameterCount() * Float.BYTES);
        BenchCheckpoint.create(folder.root(), shape, 1);
        segment = new Random(1).ints(shape.segmentSize(), 0, shape.vocabularySize()).toArray();
    }

    /** Loads the model and reads one segment. */
    @Benchmark
    public float[] loadAndRun() {
        model = RmtModel.load(folder.root(), LoadOptions.defaults());
        try (SegmentRunner runner = new SegmentRunner(model,
                Devices.find(Runtime.getRuntime().availableProcessors()).choose(device),
                new RunnerOptions(1, model.segmentSize(), 0, 0))) {
            runner.run(segment);
            return runner.memory(0);
        }
    }

    /** Removes the checkpoint. */
    @TearDown
    public void delete() {
        folder.close();
    }
}
