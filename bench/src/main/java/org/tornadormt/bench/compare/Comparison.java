package org.tornadormt.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tornadormt.bench.engine.Engines;

/**
 * Rounds of measurements of one configuration. In each round every contender has its turn; one that fails drops out
 * with all that it has measured, so that what is left can be paired round by round.
 */
final class Comparison {
    private final Configuration configuration;
    private final Map<Contender, List<Measurement>> measurements = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private boolean wrongNumbers;

    private Comparison(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * Runs all rounds.
     *
     * @param contenders {@link Contender#OURS} first: without it there is nothing to compare with
     * @param measure measures a contender once
     * @param afterEach is called after the turn of each contender, also of one that has dropped out
     */
    static Comparison of(Configuration configuration, List<Contender> contenders, int rounds,
            Function<Contender, Measurement> measure, Runnable afterEach) {
        Comparison comparison = new Comparison(configuration);
        contenders.forEach(contender -> comparison.measurements.put(contender, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                if (comparison.measurements.containsKey(contender)) {
                    comparison.add(contender, measure.apply(contender));
                }
                afterEach.run();
            }
        }
        return comparison;
    }

    private void add(Contender contender, Measurement measurement) {
        if (!measurement.isFailed()) {
            measurements.get(contender).add(measurement);
            return;
        }
        problems.add(contender.engine() + ", " + configuration + ": " + measurement.report().problem());
        wrongNumbers |= measurement.report().hasWrongNumbers();
        measurements.remove(contender);
        if (contender.equals(Contender.OURS)) {
            measurements.clear();
        }
    }

    /** What went wrong, a line each. */
    List<String> problems() {
        return problems;
    }

    /** Whether an engine had other numbers than this project's. */
    boolean hasWrongNumbers() {
        return wrongNumbers;
    }

    /**
     * A row for each engine under {@link Work#SAME}, then the same under {@link Work#USER}.
     *
     * @param conditions what to report of the circumstances of some measurements
     */
    List<ComparisonRow> rows(Function<List<Measurement>, Conditions> conditions) {
        List<ComparisonRow> rows = new ArrayList<>();
        for (Work work : Work.values()) {
            Contender ours = new Contender(Engines.TORNADORMT, work);
            if (measurements.containsKey(ours)) {
                rows.add(row(ours, work, conditions));
                measurements.keySet().stream().filter(contender -> !contender.engine().equals(Engines.TORNADORMT))
                        .forEach(baseline -> rows.add(row(baseline, work, conditions)));
            }
        }
        return rows;
    }

    private ComparisonRow row(Contender contender, Work work, Function<List<Measurement>, Conditions> conditions) {
        List<Measurement> rounds = measurements.get(contender);
        List<Double> speeds = speeds(rounds);
        return new ComparisonRow(contender.engine(), configuration.shape().name(), configuration.batch(),
                configuration.threads(), work, Quartiles.of(speeds),
                Quartiles.ofRatios(speeds(measurements.get(new Contender(Engines.TORNADORMT, work))), speeds),
                rounds.stream().mapToDouble(round -> round.report().maxAbsDiff()).max().orElseThrow(),
                Quartiles.of(rounds.stream().map(Measurement::cpuSecondsPerSegment).toList()),
                conditions.apply(rounds));
    }

    /** Tokens of text a second, round by round. */
    private List<Double> speeds(List<Measurement> rounds) {
        return rounds.stream().map(round -> configuration.textTokens() / round.secondsPerSegment()).toList();
    }
}
