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
import org.tornadormt.model.session.MemoryState;
import org.tornadormt.model.session.Session;

/** A whole document through a session of the bundled model, from the initial memory to the final one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DocumentBenchmark {
    /** As {@code --device} of the command line takes it. */
    @Param({"jvm:plain", "jvm"})
    public String device;

    /** Threads of the device jvm. */
    @Param({"1", "2"})
    public int threads;

    /** Length of the document. */
    @Param("65536")
    public int tokens;

    private Session session;
    private MemoryState start;
    private int[] document;

    /** Loads the model from the project's folder. */
    @Setup
    public void prepare() {
        RmtModel model = RmtModel.load(Path.of("models", "facts"), LoadOptions.defaults());
        session = Session.reading(model, Devices.find(threads).choose(device));
        start = session.state();
        document = new Random(1).ints(tokens, 0, model.config().vocabularySize()).toArray();
    }

    /** One document. */
    @Benchmark
    public float[] document() {
        session.restore(start);
        session.feed(document);
        return session.finalMemory();
    }

    /** Frees the device. */
    @TearDown
    public void close() {
        session.close();
    }
}
