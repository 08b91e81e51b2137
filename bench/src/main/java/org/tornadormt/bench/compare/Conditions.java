package org.tornadormt.bench.compare;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What a number depends on.
 *
 * @param machine where it was measured
 * @param vectors vector instructions that this project used
 * @param engine library, version and what else the engine tells of itself
 * @param threads that it could use
 * @param loadAtStart processes that wanted a core when the first round began, or null if the system does not tell
 * @param loadAtEnd the same after the last round; this command's own are among them
 * @param otherWork the largest share of all cores, from 0 to 1, that other processes used while a round was timed
 * @param seed of weights and texts
 * @param rounds in which every engine had a JVM of its own
 * @param warmedUp whether every such JVM ran segments until they took no less time any more
 * @param warmUpSegments segments that every such JVM ran at least before the clock counted
 * @param measuredSegments segments that count, of all rounds
 * @param date when the last round ended
 */
record Conditions(@JsonUnwrapped Machine machine, String vectors, String engine, int threads, Double loadAtStart,
        Double loadAtEnd, double otherWork, long seed, int rounds, boolean warmedUp, long warmUpSegments,
        long measuredSegments,
        String date) {

    /** Of the measurements of one engine, one a round. */
    static Conditions of(Machine machine, Configuration configuration, long seed, List<Measurement> measurements,
            Double loadAtStart, Double loadAtEnd, String date) {
        List<ForkReport> reports = measurements.stream().map(Measurement::report).toList();
        return new Conditions(machine, reports.getFirst().vectors(), reports.getFirst().engine(),
                configuration.threads(), loadAtStart, loadAtEnd,
                reports.stream().mapToDouble(ForkReport::otherWork).max().orElseThrow(), seed, reports.size(),
                reports.stream().allMatch(ForkReport::warmedUp),
                reports.stream().mapToLong(ForkReport::warmUpSegments).min().orElseThrow(),
                reports.stream().mapToLong(ForkReport::measuredSegments).sum(), date);
    }
}
