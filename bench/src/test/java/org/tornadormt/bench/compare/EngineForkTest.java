package org.tornadormt.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.BenchShapes;
import org.tornadormt.cli.Terminal;

/** Starts JVMs, each of which takes some seconds. */
class EngineForkTest {
    private static final Effort SHORTEST = new Effort(1, 1, Duration.ofMillis(1), Duration.ofMillis(1));
    private static final String IGNORE_LOCK = "jmh.ignoreLock";

    @TempDir
    private Path parent;

    /** A benchmark that someone else runs on this machine makes no test fail. */
    @BeforeAll
    static void ignoreOtherBenchmarks() {
        System.setProperty(IGNORE_LOCK, "true");
    }

    @AfterAll
    static void respectOtherBenchmarks() {
        System.clearProperty(IGNORE_LOCK);
    }

    @Test
    void engineAndBaselineAreMeasuredAndHaveTheSameNumbers() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), InputStream.nullInputStream(),
                false, false, 80);
        Configuration configuration = new Configuration(BenchShapes.named("facts"), 2, 1);
        List<ComparisonRow> rows;

        try (WorkFolder folder = WorkFolder.in(parent, 1)) {
            BenchRun run = new BenchRun(terminal, folder, SHORTEST, 1, "jvm");
            run.compare(List.of(configuration), Contender.all(List.of("onnxruntime")));
            rows = run.rows();
        }

        assertThat(err.toString()).isEmpty();
        assertThat(rows).extracting(row -> row.engine() + " " + row.work().label()).containsExactly("tornadormt same",
                "onnxruntime same", "tornadormt user", "onnxruntime user");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.tokensPerSecond().median()).isPositive().isFinite();
            assertThat(row.ourSpeedup().median()).isPositive().isFinite();
            assertThat(row.maxAbsDiff()).isLessThanOrEqualTo(ReferenceNumbers.TOLERANCE);
            assertThat(row.conditions().vectors()).contains("-bit vectors");
            assertThat(row.conditions().warmUpSegments()).isGreaterThanOrEqualTo(3);
            assertThat(row.conditions().measuredSegments()).isPositive();
            assertThat(row.conditions().otherWork()).isBetween(0.0, 1.0);
        });
        assertThat(rows.getFirst().maxAbsDiff()).as("written by that very engine").isZero();
        assertThat(rows.get(1).maxAbsDiff()).as("other arithmetic").isPositive();
        assertThat(out.toString()).contains("we are × faster").containsPattern("(?m)^facts +2 +1 +user +onnxruntime ");
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aJvmThatDiesIsSaidInOneLine() {
        try (WorkFolder folder = WorkFolder.in(parent, 1)) {
            BenchShape shape = new BenchShape("of nobody", 1, 8, 1, 8, 8, 1);

            Measurement measurement = new EngineFork(folder, SHORTEST, 1, "jvm").run(new Configuration(shape, 1, 1),
                    Contender.OURS);

            assertThat(measurement.isFailed()).isTrue();
            assertThat(measurement.report().problem()).startsWith("its JVM died").contains("no shape of nobody")
                    .hasLineCount(1);
            assertThat(measurement.report().hasWrongNumbers()).isFalse();
        }
    }
}
