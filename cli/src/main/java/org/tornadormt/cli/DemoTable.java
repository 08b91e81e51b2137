package org.tornadormt.cli;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.cli.GrowthFit.Timing;

/** The rows of a demo, printed as soon as each is known. */
final class DemoTable {
    private final Terminal terminal;
    private final RunningTable table;
    private final List<DemoRow> rows = new ArrayList<>();

    /** Prints the headings. */
    DemoTable(Terminal terminal) {
        this.terminal = terminal;
        table = new RunningTable(terminal, DemoRow.WIDTHS);
        terminal.println("");
        table.row(DemoRow.HEADINGS);
    }

    /** Prints a row. */
    void add(DemoRow row) {
        rows.add(row);
        table.row(row.cells());
    }

    /** What was printed. */
    List<DemoRow> rows() {
        return List.copyOf(rows);
    }

    /** How long a text took alone, for the rows that know. */
    static List<Timing> timings(List<DemoRow> rows) {
        return rows.stream().filter(row -> row.secondsAlone().isPresent())
                .map(row -> new Timing(row.tokens(), row.secondsAlone().getAsDouble())).toList();
    }

    /** Draws the plot and says how to read it. */
    void conclude(double chance) {
        terminal.println("");
        terminal.println("Accuracy in % by length (● with its 95 % interval)");
        new AccuracyPlot(rows, chance).print(terminal);
        terminal.println("");
        if (GrowthFit.isPossible(timings(rows))) {
            terminal.println("one text: " + GrowthFit.of(timings(rows)).describe());
        }
        terminal.println("paper: arXiv 2304.11062, figure 1, BERT with 10 memory vectors and segments of 499 tokens,"
                + " same task and number of segments.");
    }
}
