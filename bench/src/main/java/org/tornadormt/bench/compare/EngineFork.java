package org.tornadormt.bench.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.tornadormt.cli.InputException;

/** Measures one engine once, in a JVM of its own, with the flags of this one and those that the engines need. */
final class EngineFork {
    private static final int MEDIAN = 50;
    private static final Pattern LAST_WORDS = Pattern
            .compile("forked VM failed with exit code \\d+|[\\w.]+(Exception|Error): .*");

    private final WorkFolder folder;
    private final WorkFiles files;
    private final Effort effort;
    private final long seed;
    private final String device;

    /**
     * Measures with that effort.
     *
     * @param seed of the texts
     * @param device where this project runs
     */
    EngineFork(WorkFolder folder, Effort effort, long seed, String device) {
        this.folder = folder;
        files = folder.files();
        this.effort = effort;
        this.seed = seed;
        this.device = device;
    }

    /**
     * Runs the JVM to its end.
     *
     * @throws InputException if JMH cannot start one, or somebody interrupts the run
     */
    Measurement run(Configuration configuration, Contender contender) {
        folder.requireNotInterrupted();
        try {
            Files.deleteIfExists(files.report());
            files.delete(files.temporary());
            Files.createDirectories(files.temporary());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collection<RunResult> results;
        try {
            results = new Runner(options(configuration, contender)).run();
        } catch (RunnerException e) {
            throw new InputException("JMH cannot measure: " + e.getMessage());
        }
        folder.requireNotInterrupted();
        ForkReport report = Files.exists(files.report()) ? ForkReport.read(files.report()) : null;
        if (report == null || report.problem() == null && results.isEmpty()) {
            return Measurement.failed(ForkReport.ofProblem("its JVM died: " + lastWords(), 0));
        }
        return report.problem() != null ? Measurement.failed(report)
                : new Measurement(
                        results.iterator().next().getPrimaryResult().getStatistics().getPercentile(MEDIAN), report);
    }

    private Options options(Configuration configuration, Contender contender) {
        TimeValue time = TimeValue.milliseconds(effort.iteration().toMillis());
        return new OptionsBuilder().include(EngineBenchmark.class.getName() + "\\.segment$").forks(1)
                .shouldFailOnError(false).output(files.log().toString())
                .warmupIterations(1).warmupTime(time)
                .measurementIterations(effort.iterations()).measurementTime(time)
                .param("root", files.root().toString()).param("engineName", contender.engine())
                .param("work", contender.work().name()).param("shapeName", configuration.shape().name())
                .param("batch", Integer.toString(configuration.batch()))
                .param("threads", Integer.toString(configuration.threads())).param("seed", Long.toString(seed))
                .param("device", device)
                .param("warmUpWindow", Long.toString(effort.iteration().toMillis()))
                .param("warmUpLimit", Long.toString(effort.warmUpLimit().toMillis()))
                // Without jvmArgs, JMH passes on the flags of this JVM, such as -Xmx.
                .jvmArgsAppend("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                        "-Dai.djl.offline=true", "-Djava.io.tmpdir=" + files.temporary())
                .build();
    }

    /** What the log says of the end, in one line. */
    private String lastWords() {
        try {
            return LAST_WORDS.matcher(Files.readString(files.log())).results().findFirst().map(MatchResult::group)
                    .orElse("nobody knows why");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
