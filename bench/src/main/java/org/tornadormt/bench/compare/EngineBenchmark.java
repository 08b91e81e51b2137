package org.tornadormt.bench.compare;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.BenchShapes;
import org.tornadormt.bench.engine.Engine;
import org.tornadormt.bench.engine.EngineException;
import org.tornadormt.bench.engine.Engines;
import org.tornadormt.kernels.vector.VectorForms;

/**
 * Single segments of one engine. {@link EngineFork} starts it and sets all parameters: it needs a checkpoint, and
 * reference numbers, which this project's engine writes if it finds none.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EngineBenchmark {
    private static final int TEXT_SEGMENTS = 8;

    /** Folder of {@link WorkFiles}. */
    @Param({})
    public String root;

    /** As {@link Engines} takes it. */
    @Param({})
    public String engineName;

    /** What this project's engine does. */
    @Param({})
    public Work work;

    /** As {@link BenchShapes} takes it. */
    @Param({})
    public String shapeName;

    /** Texts side by side. */
    @Param({})
    public int batch;

    /** Threads that the engine may use. */
    @Param({})
    public int threads;

    /** Where this project runs. */
    @Param({})
    public String device;

    /** Seed of the texts. */
    @Param({})
    public long seed;

    /** Milliseconds over which segments must be steady. */
    @Param({})
    public long warmUpWindow;

    /** Milliseconds after which they are taken as they are. */
    @Param({})
    public long warmUpLimit;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private WorkFiles files;
    private BenchShape shape;
    private RandomTexts texts;
    private Engine engine;
    private double maxAbsDiff;
    private long segments;
    private long segmentsBefore;
    private long cpuBefore;
    private WarmUp warmUp;
    private long warmUpSegments;
    private long measuredSegments;
    private long cpuNanoseconds;
    private double otherWork;

    /** Opens the engine and holds its numbers against the reference. */
    @Setup(Level.Trial)
    public void open() {
        files = new WorkFiles(Path.of(root));
        shape = BenchShapes.named(shapeName);
        texts = new RandomTexts(shape, batch, TEXT_SEGMENTS, seed);
        try {
            engine = Engines.open(engineName, files.checkpoint(shape), batch, threads, work == Work.SAME, device);
            check();
        } catch (EngineException e) {
            ForkReport.ofProblem(e.getMessage(), maxAbsDiff).write(files.report());
            throw e;
        } catch (OutOfMemoryError e) {
            ForkReport.ofProblem(
                    "out of memory; allow more, for instance RMT_JAVA_OPTS=-Xmx16g, or take a smaller --batch",
                    maxAbsDiff).write(files.report());
            throw e;
        } catch (RuntimeException | Error e) {
            ForkReport.ofProblem("unexpected failure (" + e + ")", maxAbsDiff).write(files.report());
            throw e;
        }
        engine.reset();
        warmUp = new WarmUp(Duration.ofMillis(warmUpWindow), Duration.ofMillis(warmUpLimit));
        warmUp.run(this::segment);
    }

    private void check() {
        engine.reset();
        for (int i = 0; i < ReferenceNumbers.SEGMENTS; i++) {
            engine.segment(texts.segment(i));
        }
        Path reference = files.reference(shape, batch);
        if (isOurs() && !Files.exists(reference)) {
            ReferenceNumbers.write(reference, engine);
        }
        maxAbsDiff = ReferenceNumbers.maxAbsDiff(reference, engine, work == Work.SAME);
        if (ReferenceNumbers.areWrong(maxAbsDiff)) {
            throw new EngineException(String.format(Locale.ROOT,
                    "wrong numbers: they differ by %.2g from those of %s, and at most %.0e is rounding", maxAbsDiff,
                    Engines.TORNADORMT, ReferenceNumbers.TOLERANCE));
        }
    }

    private boolean isOurs() {
        return engineName.equals(Contender.OURS.engine()) && work == Contender.OURS.work();
    }

    /** Notes where an iteration begins. */
    @Setup(Level.Iteration)
    public void begin() {
        segmentsBefore = segments;
        cpuBefore = system.getProcessCpuTime();
        otherWorkSinceLastAsked();
    }

    /** From 0 to 1, the share of all cores that other processes have used; 0 if the system does not tell. */
    private double otherWorkSinceLastAsked() {
        double all = system.getCpuLoad();
        double own = system.getProcessCpuLoad();
        return all < 0 || own < 0 ? 0 : Math.max(0, all - own);
    }

    /** The next segment of every text. */
    @Benchmark
    public void segment() {
        engine.segment(texts.segment(segments++));
    }

    /** Counts what was done in an iteration. */
    @TearDown(Level.Iteration)
    public void end(IterationParams iteration) {
        if (iteration.getType() == IterationType.WARMUP) {
            warmUpSegments += segments - segmentsBefore;
        } else {
            measuredSegments += segments - segmentsBefore;
            cpuNanoseconds += system.getProcessCpuTime() - cpuBefore;
            otherWork = Math.max(otherWork, otherWorkSinceLastAsked());
        }
    }

    /** Reports and closes the engine. */
    @TearDown(Level.Trial)
    public void close() {
        new ForkReport(null, maxAbsDiff, engine.description(), VectorForms.describe(), warmUp.isFinished(),
                warmUp.segments() + warmUpSegments, measuredSegments, cpuNanoseconds / 1e9, otherWork)
                .write(files.report());
        engine.close();
    }
}
