package org.tornadormt.cli.picture;

import java.util.List;

/**
 * Numbers as colours, from white to dark blue.
 *
 * @param title what it shows, for people who do not see it
 * @param cells {@code [rows][columns]}
 * @param from the number that is white; smaller ones are white too
 * @param to the number that is dark
 * @param rowLabels a text for each row, or empty
 * @param columnTitle what the columns are
 * @param columnLabels a text for each column, or empty for numbers at some of them
 * @param markedColumn a column with a mark above it; -1 for none
 */
public record HeatMap(String title, double[][] cells, double from, double to, List<String> rowLabels,
        String columnTitle, List<String> columnLabels, int markedColumn) {
    private static final double WIDTH = 640;
    /** Where a map without texts for its rows ends; it has as many rows as columns. */
    private static final double SQUARE = 400;
    private static final double LEFT = 90;
    private static final double TOP = 18;
    private static final double LARGEST_CELL = 40;
    private static final double TEXT_HEIGHT = 12;
    private static final int LABELLED = 8;
    private static final int[] LIGHT = {247, 251, 255};
    private static final int[] DARK = {8, 48, 107};

    /** Copies the labels. */
    public HeatMap {
        rowLabels = List.copyOf(rowLabels);
        columnLabels = List.copyOf(columnLabels);
    }

    /** Writes it as an element {@code svg}. */
    public void write(Markup out) {
        int columns = cells[0].length;
        double right = rowLabels.isEmpty() ? SQUARE : WIDTH;
        double width = (right - LEFT) / columns;
        double height = rowLabels.isEmpty() ? width : Math.max(TEXT_HEIGHT + 6, Math.min(width, LARGEST_CELL));
        double bottom = TOP + height * cells.length;
        double end = bottom + (columnLabels.isEmpty() ? 2.5 * TEXT_HEIGHT : longest() * 7 + 2 * TEXT_HEIGHT) + 8;
        out.open("svg", "viewBox", "0 0 " + (int) WIDTH + " " + (int) end, "role", "img");
        out.text("title", title);
        for (int row = 0; row < cells.length; row++) {
            double y = TOP + row * height;
            if (!rowLabels.isEmpty()) {
                out.text("text", rowLabels.get(row), "x", LEFT - 6, "y", y + height / 2 + 4, "class", "end");
            }
            for (int column = 0; column < columns; column++) {
                out.empty("rect", "x", LEFT + column * width, "y", y, "width", width, "height", height, "fill",
                        colour(cells[row][column]));
            }
        }
        writeColumns(out, width, bottom);
        out.text("text", columnTitle, "x", (LEFT + right) / 2, "y", end - 6, "class", "middle");
        out.close();
    }

    private int longest() {
        return columnLabels.stream().mapToInt(String::length).max().orElse(0);
    }

    private void writeColumns(Markup out, double width, double bottom) {
        int columns = cells[0].length;
        if (markedColumn >= 0) {
            out.text("text", "▼", "x", LEFT + (markedColumn + 0.5) * width, "y", TOP - 4, "class", "middle mark");
        }
        int step = columnLabels.isEmpty() ? Math.ceilDiv(columns, LABELLED) : 1;
        for (int column = 0; column < columns; column += step) {
            double x = LEFT + (column + 0.5) * width;
            if (columnLabels.isEmpty()) {
                out.text("text", Integer.toString(column), "x", x, "y", bottom + TEXT_HEIGHT + 2, "class", "middle");
            } else {
                out.text("text", columnLabels.get(column), "transform",
                        "translate(" + Math.round(x + 4) + " " + Math.round(bottom + 6) + ") rotate(-90)", "class",
                        "end");
            }
        }
    }

    private String colour(double value) {
        double share = Math.clamp((value - from) / (to - from), 0, 1);
        StringBuilder colour = new StringBuilder("#");
        for (int i = 0; i < LIGHT.length; i++) {
            colour.append(String.format("%02x", Math.round(LIGHT[i] + share * (DARK[i] - LIGHT[i]))));
        }
        return colour.toString();
    }
}
