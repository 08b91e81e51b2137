package org.tornadormt.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.BenchShapes;
import org.tornadormt.bench.engine.EngineException;
import org.tornadormt.bench.engine.Engines;

/** What happens in a measuring JVM, in this one and without times. */
class EngineBenchmarkTest {
    private static final BenchShape SHAPE = BenchShapes.named("facts");

    @TempDir
    private Path root;
    private WorkFiles files;

    @BeforeEach
    void makeWeights() {
        files = new WorkFiles(root);
        makeWeights(1);
    }

    private void makeWeights(long seed) {
        BenchCheckpoint.create(files.checkpoint(SHAPE).folder(), SHAPE, seed);
    }

    private EngineBenchmark benchmark(Work work) {
        EngineBenchmark benchmark = new EngineBenchmark();
        benchmark.root = root.toString();
        benchmark.engineName = Engines.TORNADORMT;
        benchmark.work = work;
        benchmark.shapeName = SHAPE.name();
        benchmark.batch = 2;
        benchmark.threads = 1;
        benchmark.device = "jvm";
        benchmark.seed = 5;
        benchmark.warmUpWindow = 1;
        benchmark.warmUpLimit = 1;
        return benchmark;
    }

    @Test
    void ourEngineWritesTheNumbersAndHasThemAgain() {
        for (Work work : new Work[]{Work.SAME, Work.SAME, Work.USER}) {
            EngineBenchmark benchmark = benchmark(work);
            benchmark.open();
            benchmark.segment();
            benchmark.close();

            ForkReport report = ForkReport.read(files.report());
            assertThat(report.problem()).isNull();
            assertThat(report.maxAbsDiff()).isZero();
            assertThat(report.engine()).contains("TornadoRMT");
        }
    }

    @Test
    void otherNumbersAreReportedAndNothingIsTimed() {
        benchmark(Work.SAME).open();
        makeWeights(2);

        EngineBenchmark other = benchmark(Work.SAME);

        assertThatExceptionOfType(EngineException.class).isThrownBy(other::open);
        ForkReport report = ForkReport.read(files.report());
        assertThat(report.hasWrongNumbers()).isTrue();
        assertThat(report.problem()).contains("wrong numbers", "differ by", "1e-03").hasLineCount(1);
    }

    @Test
    void anEngineThatCannotOpenReportsWhy() {
        files.delete(files.checkpoint(SHAPE).folder());

        EngineBenchmark benchmark = benchmark(Work.SAME);

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(benchmark::open);
        ForkReport report = ForkReport.read(files.report());
        assertThat(report.problem()).contains("checkpoint", "does not exist").hasLineCount(1);
        assertThat(report.hasWrongNumbers()).isFalse();
    }
}
