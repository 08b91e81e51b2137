package org.tornadormt.bench.kernels;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.tornadormt.bench.compare.Quartiles;
import org.tornadormt.cli.InputException;

/** Measures entries in rounds, each in a JVM of its own, so that shares of the peak can be paired. */
final class KernelRun {
    private static final int MEDIAN = 50;
    private static final double FLOPS_OF_A_MICROSECOND_IN_GFLOPS = 1e-3;

    private final int vectorBits;
    private final int iterations;
    private final Path log;

    /**
     * A run with that width.
     *
     * @param iterations seconds that count of each JVM
     * @param log for what JMH prints
     */
    KernelRun(int vectorBits, int iterations, Path log) {
        this.vectorBits = vectorBits;
        this.iterations = iterations;
        this.log = log;
    }

    /**
     * Runs all rounds.
     *
     * @param entries {@link KernelEntry#peak} first
     * @param afterEach is called after each JVM
     */
    List<KernelRow> rows(List<KernelEntry> entries, int rounds, Runnable afterEach) {
        Map<KernelEntry, List<Double>> gflops = new LinkedHashMap<>();
        entries.forEach(entry -> gflops.put(entry, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (KernelEntry entry : entries) {
                gflops.get(entry).add(measure(entry));
                afterEach.run();
            }
        }
        List<Double> peak = gflops.get(entries.getFirst());
        return entries.stream().map(entry -> new KernelRow(entry.name(), vectorBits, Quartiles.of(gflops.get(entry)),
                Quartiles.ofRatios(gflops.get(entry), peak))).toList();
    }

    private double measure(KernelEntry entry) {
        ChainedOptionsBuilder options = new OptionsBuilder().include("^" + Pattern.quote(entry.benchmark()) + "$")
                .forks(1).shouldFailOnError(false).output(log.toString()).measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED")
                .jvmArgsAppend(VectorWidth.flags(vectorBits).toArray(String[]::new));
        entry.parameters().forEach(options::param);
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            if (results.isEmpty()) {
                throw new InputException("the JVM that measured " + entry.name() + " died; " + log + " says why");
            }
            double microseconds = results.iterator().next().getPrimaryResult().getStatistics().getPercentile(MEDIAN);
            return entry.operations() / microseconds * FLOPS_OF_A_MICROSECOND_IN_GFLOPS;
        } catch (RunnerException e) {
            throw new InputException("JMH cannot measure " + entry.name() + ": " + e.getMessage());
        }
    }
}
