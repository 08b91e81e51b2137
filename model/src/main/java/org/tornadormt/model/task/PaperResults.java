package org.tornadormt.model.task;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the paper reached: accuracy of bert-base-cased with 10 memory tokens, trained on up to 7 segments (reasoning: 6) of 512
 * input tokens, by length of the text (arXiv 2304.11062, figure 1). Its filler is prose of the QuALITY data set, so these are
 * numbers to compare with, not numbers of the same texts.
 */
public final class PaperResults {
    private static final List<Integer> SEGMENTS = List.of(2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096);
    private static final List<Double> MEMORIZE = List.of(1.0, 1.0, 1.0, 0.9998, 0.9923, 0.9823, 0.965, 0.9521, 0.9319,
            0.9269, 0.9041, 0.9056);
    private static final List<Double> DETECT = List.of(1.0, 1.0, 1.0, 0.999, 0.9981, 0.9971, 0.9885, 0.9847, 0.9856,
            0.9708, 0.9708, 0.9607);

    private static final List<Double> REASONING = List.of(1.0, 0.999, 0.9735, 0.9317, 0.9155, 0.8932, 0.8735, 0.8757,
            0.8483, 0.8352, 0.8345, 0.819);
    private static final Map<String, List<Double>> ACCURACIES = Map.of("memorize", MEMORIZE, "detect", DETECT,
            "reasoning", REASONING);

    private PaperResults() {}

    /** The lengths that the figure shows, in segments, ascending. */
    public static List<Integer> segments() {
        return SEGMENTS;
    }

    /**
     * The share of right answers, 0 … 1; empty if the figure does not show this task or number of segments.
     *
     * @param task name of the task
     */
    public static OptionalDouble accuracy(String task, int segments) {
        int shown = SEGMENTS.indexOf(segments);
        return shown < 0 || !ACCURACIES.containsKey(task)
                ? OptionalDouble.empty()
                : OptionalDouble.of(ACCURACIES.get(task).get(shown));
    }
}
