package org.tornadormt.cli;

import java.util.List;
import java.util.Locale;

/** Accuracy by length, drawn with characters: a point with its interval for each length, and chance as a line. */
final class AccuracyPlot {
    private static final int STEPS = 10;
    private static final int COLUMN = 10;

    private final List<DemoRow> rows;
    private final double chance;

    /**
     * A plot.
     *
     * @param chance accuracy of guessing
     */
    AccuracyPlot(List<DemoRow> rows, double chance) {
        this.rows = rows;
        this.chance = chance;
    }

    /** Prints it, the largest accuracy on top. */
    void print(Terminal terminal) {
        for (int step = STEPS; step >= 0; step--) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%4d %% ┤", step * 100 / STEPS));
            for (DemoRow row : rows) {
                line.append(cell(row, step));
            }
            boolean isChance = step == Math.round(chance * STEPS);
            terminal.println(isChance ? line + " chance" : line.toString().stripTrailing());
        }
        StringBuilder axis = new StringBuilder("       └");
        StringBuilder labels = new StringBuilder("        ");
        for (DemoRow row : rows) {
            axis.append("─".repeat(COLUMN));
            labels.append(centred(shortCount(row.tokens()), ' '));
        }
        terminal.println(axis + " tokens");
        terminal.println(labels.toString().stripTrailing());
    }

    private String cell(DemoRow row, int step) {
        char background = step == Math.round(chance * STEPS) ? '·' : ' ';
        if (step == Math.round(row.estimate().accuracy() * STEPS)) {
            return centred("●", background);
        }
        boolean inInterval = step >= Math.round(row.estimate().ciLow() * STEPS)
                && step <= Math.round(row.estimate().ciHigh() * STEPS);
        return centred(inInterval ? "│" : String.valueOf(background), background);
    }

    private static String centred(String text, char background) {
        int left = (COLUMN - text.length()) / 2;
        String fill = String.valueOf(background);
        return fill.repeat(left) + text + fill.repeat(COLUMN - text.length() - left);
    }

    /** {@code 64k}, {@code 1M}: counts in units of 1024. */
    static String shortCount(long count) {
        if (count >= 1 << 20 && count % (1 << 20) == 0) {
            return (count >> 20) + "M";
        }
        return count >= 1 << 10 && count % (1 << 10) == 0 ? (count >> 10) + "k" : Long.toString(count);
    }
}
