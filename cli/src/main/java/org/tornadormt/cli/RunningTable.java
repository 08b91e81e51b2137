package org.tornadormt.cli;

/** Rows of cells, printed one by one: right-aligned in columns whose widths are known beforehand. */
final class RunningTable {
    private static final String GAP = "  ";

    private final Terminal terminal;
    private final int[] widths;

    /** A table whose cells fit into these columns; the last cell of a row may be of any width. */
    RunningTable(Terminal terminal, int... widths) {
        this.terminal = terminal;
        this.widths = widths;
    }

    /** Prints a row. */
    void row(Object... cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i].toString();
            line.append(" ".repeat(Math.max(0, widths[i] - cell.length()))).append(cell).append(GAP);
        }
        terminal.println(line.toString().stripTrailing());
    }
}
