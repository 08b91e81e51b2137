package org.tornadormt.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tornadormt.cli.picture.HeatMap;
import org.tornadormt.model.MemoryAttention;

/**
 * Where the rows that write the memory look in one segment: a row for each layer and memory vector, or for each layer
 * alone if that were too many.
 *
 * @param attention the weights
 * @param tokenTexts the tokens of the segment as text
 * @param factTokens which of them tell a fact
 */
record AttentionPicture(MemoryAttention attention, List<String> tokenTexts, List<Integer> factTokens) {
    private static final int MOST_ROWS = 40;

    /** The picture; white is no attention, the largest share is dark. */
    HeatMap picture() {
        double[][] cells = cells();
        return new HeatMap("Attention of the memory by token", cells, 0, largest(cells), labels(), "token", tokenTexts,
                factTokens);
    }

    /** What it shows, and what is left of the attention for other rows. */
    String caption(int segment) {
        double[][] cells = cells();
        double onTokens = Arrays.stream(cells).mapToDouble(row -> Arrays.stream(row).sum()).average().orElseThrow();
        return String.format(Locale.ROOT, "Attention weights of the rows that become the next memory, on the tokens of"
                + " segment %d (▼ those of the fact): mean over the %d heads%s, white 0 to dark %.2f. On average %.0f %%"
                + " of a row's attention goes to these tokens, the rest to the memory itself.", segment,
                attention.layers()[0].length, isByLayer() ? " and the memory vectors" : "", largest(cells),
                100 * onTokens);
    }

    private boolean isByLayer() {
        return attention.layers().length * attention.layers()[0][0].length > MOST_ROWS;
    }

    /** {@code [rows][tokens]}. */
    private double[][] cells() {
        List<double[]> rows = new ArrayList<>();
        for (int layer = 0; layer < attention.layers().length; layer++) {
            double[][] vectors = attention.ofTokens(layer);
            if (isByLayer()) {
                double[] mean = new double[tokenTexts.size()];
                Arrays.setAll(mean, token -> Arrays.stream(vectors).mapToDouble(row -> row[token]).average()
                        .orElseThrow());
                rows.add(mean);
            } else {
                rows.addAll(List.of(vectors));
            }
        }
        return rows.toArray(double[][]::new);
    }

    private List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (int layer = 1; layer <= attention.layers().length; layer++) {
            for (int vector = 1; vector <= (isByLayer() ? 1 : attention.layers()[0][0].length); vector++) {
                labels.add("layer " + layer + (isByLayer() ? "" : ", vector " + vector));
            }
        }
        return labels;
    }

    private static double largest(double[][] cells) {
        return Arrays.stream(cells).flatMapToDouble(Arrays::stream).max().orElseThrow();
    }
}
