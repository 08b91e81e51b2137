package org.tornadormt.bench.compare;

import java.util.Locale;
import org.tornadormt.bench.engine.Engines;

/**
 * An engine beside this project's, in one configuration; an entry of the JSON file.
 *
 * @param engine its name
 * @param shape name of the shape
 * @param batch texts side by side
 * @param threads that the engine could use
 * @param work what this project's engine did
 * @param tokensPerSecond tokens of text, of the whole batch
 * @param ourSpeedup this project's speed over the engine's, paired by round
 * @param maxAbsDiff the largest difference of a logit or a memory value from this project's
 * @param cpuSecondsPerSegment processor time of all threads, which other work on the machine changes little
 * @param conditions where and how it was measured
 */
record ComparisonRow(String engine, String shape, int batch, int threads, Work work, Quartiles tokensPerSecond,
        Quartiles ourSpeedup, double maxAbsDiff, Quartiles cpuSecondsPerSegment, Conditions conditions) {

    /** Headings of {@link #cells}. */
    static final Object[] HEADINGS = {"shape", "batch", "threads", "work", "engine", "tokens/s [q1, q3]",
        "we are × faster [q1, q3]", "max |diff|"};

    /** What a table shows. */
    Object[] cells() {
        boolean ours = engine.equals(Engines.TORNADORMT);
        return new Object[]{shape, batch, threads, work.label(), engine, tokensPerSecond.cell("%,.0f"),
            ours ? "–" : ourSpeedup.cell("%.2f"), ours ? "–" : String.format(Locale.ROOT, "%.0e", maxAbsDiff)};
    }
}
