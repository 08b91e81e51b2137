package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalDouble;
import org.tornadormt.model.task.AccuracyEstimate;

/**
 * The result of one length.
 *
 * @param tokens tokens of a sample
 * @param segments segments of a sample
 * @param estimate how many samples were answered right
 * @param paper the paper's accuracy at that number of segments, if it has one
 * @param tokensPerSecond of all samples together
 * @param secondsAlone to read one text of that length alone, the median; empty if that was not measured
 * @param heapBytes Java heap in use after a full garbage collection, with all that the run holds
 */
record DemoRow(long tokens, int segments, AccuracyEstimate estimate, OptionalDouble paper, double tokensPerSecond,
        OptionalDouble secondsAlone, long heapBytes) {
    private static final double MEBIBYTE = 1 << 20;

    /** Headings of {@link #cells}. */
    static final Object[] HEADINGS = {"tokens", "segments", "samples", "accuracy", "95 % interval", "paper", "one text",
        "heap"};

    /** Widths that all cells fit into, so that rows can be printed one by one. */
    static final int[] WIDTHS = {9, 8, 7, 8, 15, 6, 9, 9};

    /** What a table shows. */
    Object[] cells() {
        return new Object[]{String.format(Locale.ROOT, "%,d", tokens), String.format(Locale.ROOT, "%,d", segments),
            estimate.samples(), Percent.of(estimate.accuracy()), Percent.interval(estimate),
            paper.isPresent() ? Percent.of(paper.getAsDouble()) : "–",
            secondsAlone.isPresent() ? String.format(Locale.ROOT, "%.3f s", secondsAlone.getAsDouble()) : "–",
            String.format(Locale.ROOT, "%.1f MiB", heapMebibytes())};
    }

    /** An entry of the JSON file; rates from 0 to 1, sizes in bytes. */
    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("tokens", tokens).put("segments", segments)
                .put("samples", estimate.samples()).put("accuracy", estimate.accuracy())
                .put("ciLow", estimate.ciLow()).put("ciHigh", estimate.ciHigh())
                .put("tokensPerSecond", tokensPerSecond);
        secondsAlone.ifPresent(seconds -> node.put("secondsAlone", seconds));
        return node.put("heapBytes", heapBytes);
    }

    /** The heap in MiB. */
    double heapMebibytes() {
        return heapBytes / MEBIBYTE;
    }
}
