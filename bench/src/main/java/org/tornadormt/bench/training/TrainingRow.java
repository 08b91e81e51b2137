package org.tornadormt.bench.training;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.tornadormt.bench.compare.Quartiles;
import org.tornadormt.bench.engine.Engines;

/**
 * An engine in one configuration; an entry of the JSON file.
 *
 * @param shape name of the shape
 * @param segments of each text
 * @param batch texts side by side
 * @param threads that the engine could use
 * @param engine its name
 * @param description what it tells of itself
 * @param tokensPerSecond tokens of text, of the whole batch, each counted once
 * @param ourSpeedup this project's speed over the engine's, paired by round
 * @param cpuSecondsPerStep processor time of all threads, which other work on the machine changes little
 * @param lossDifference the largest difference of a loss of the first steps from this project's
 * @param warmedUp whether every JVM took steps until they took no less time any more
 * @param steps that count, of all rounds
 * @param otherWork the largest share of all cores, from 0 to 1, that other processes used in a round
 */
record TrainingRow(String shape, int segments, int batch, int threads, String engine, String description,
        Quartiles tokensPerSecond, Quartiles ourSpeedup, Quartiles cpuSecondsPerStep, double lossDifference,
        boolean warmedUp, int steps, double otherWork) {
    static final Object[] HEADINGS = {"shape", "segments", "batch", "threads", "engine", "tokens/s [q1, q3]",
        "we are × faster [q1, q3]", "CPU s a step", "max |loss diff|"};

    /**
     * Of the reports of all rounds.
     *
     * @param tokens of all texts of a step
     * @param ours this project's reports of the same rounds
     */
    static TrainingRow of(StepTask task, int tokens, List<StepReport> rounds, List<StepReport> ours) {
        return new TrainingRow(task.shape(), task.segments(), task.batch(), task.threads(), task.engine(),
                rounds.getFirst().engine(), Quartiles.of(values(rounds, report -> tokens / report.secondsPerStep())),
                Quartiles.ofRatios(values(rounds, StepReport::secondsPerStep),
                        values(ours, StepReport::secondsPerStep)),
                Quartiles.of(values(rounds, StepReport::cpuSecondsPerStep)),
                rounds.stream().mapToDouble(StepReport::lossDifference).max().orElseThrow(),
                rounds.stream().allMatch(StepReport::warmedUp), rounds.stream().mapToInt(StepReport::steps).sum(),
                rounds.stream().mapToDouble(StepReport::otherWork).max().orElseThrow());
    }

    private static List<Double> values(List<StepReport> rounds, ToDoubleFunction<StepReport> number) {
        return rounds.stream().mapToDouble(number).boxed().toList();
    }

    Object[] cells() {
        boolean ours = engine.equals(Engines.TORNADORMT);
        return new Object[]{shape, segments, batch, threads, engine, tokensPerSecond.cell("%,.0f"),
            ours ? "–" : ourSpeedup.cell("%.2f"), String.format(Locale.ROOT, "%.3f", cpuSecondsPerStep.median()),
            ours ? "–" : String.format(Locale.ROOT, "%.0e", lossDifference)};
    }
}
