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
 * @param peakHeapBytes the most Java heap in use after a garbage collection
 */
record DemoRow(long tokens, int segments, AccuracyEstimate estimate, OptionalDouble paper, double tokensPerSecond,
        long peakHeapBytes) {

    /** Headings of {@link #cells}. */
    static final Object[] HEADINGS = {"tokens", "segments", "samples", "accuracy", "95 % interval", "paper", "tokens/s",
        "peak heap"};

    /** Widths that all cells fit into, so that rows can be printed one by one. */
    static final int[] WIDTHS = {9, 8, 7, 8, 15, 6, 9, 9};

    /** What a table shows. */
    Object[] cells() {
        return new Object[]{String.format(Locale.ROOT, "%,d", tokens), String.format(Locale.ROOT, "%,d", segments),
            estimate.samples(), percent(estimate.accuracy()),
            percent(estimate.ciLow()) + " – " + percent(estimate.ciHigh()),
            paper.isPresent() ? percent(paper.getAsDouble()) : "–",
            String.format(Locale.ROOT, "%,.0f", tokensPerSecond), (peakHeapBytes >> 20) + " MiB"};
    }

    /** An entry of the JSON file; rates from 0 to 1, sizes in bytes. */
    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("tokens", tokens).put("segments", segments)
                .put("samples", estimate.samples()).put("accuracy", estimate.accuracy())
                .put("ciLow", estimate.ciLow()).put("ciHigh", estimate.ciHigh())
                .put("tokensPerSecond", tokensPerSecond).put("peakHeapBytes", peakHeapBytes);
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, "%.1f", 100 * rate);
    }
}
