package org.tornadormt.cli.picture;

import java.util.List;
import org.tornadormt.cli.picture.Canvas.Align;
import org.tornadormt.cli.picture.Canvas.Spot;

/**
 * Numbers as colours, from white to dark blue.
 *
 * @param title what it shows
 * @param cells {@code [rows][columns]}; NaN where there is no number
 * @param from the number that is white; smaller ones are white too
 * @param to the number that is dark
 * @param rowLabels a text for each row, or empty
 * @param columnTitle what the columns are
 * @param columnLabels a text for each column, or empty for numbers at some of them
 * @param markedColumns columns with a mark above them
 * @param cellTexts {@code [rows][columns]} texts in the cells, or empty
 */
public record HeatMap(String title, double[][] cells, double from, double to, List<String> rowLabels,
        String columnTitle, List<String> columnLabels, List<Integer> markedColumns, List<List<String>> cellTexts)
        implements
            Picture {
    private static final double WIDTH = 640;
    /** Where a map without texts for its rows ends; it has as many rows as columns. */
    private static final double SQUARE = 400;
    private static final double SHORTEST_LABELS = 90;
    private static final double LONGEST_LABELS = 320;
    private static final double LETTER_WIDTH = 7;
    private static final double MARGIN = 12;
    private static final double TOP = 18;
    private static final double LARGEST_CELL = 40;
    private static final double TEXT_HEIGHT = 12;
    private static final int LABELLED = 8;
    private static final int[] LIGHT = {247, 251, 255};
    private static final int[] DARK = {8, 48, 107};
    private static final int NOTHING = 0xEEEEEE;

    /** Copies the texts. */
    public HeatMap {
        rowLabels = List.copyOf(rowLabels);
        columnLabels = List.copyOf(columnLabels);
        markedColumns = List.copyOf(markedColumns);
        cellTexts = List.copyOf(cellTexts);
    }

    /** A map without texts in its cells. */
    public HeatMap(String title, double[][] cells, double from, double to, List<String> rowLabels, String columnTitle,
            List<String> columnLabels, List<Integer> markedColumns) {
        this(title, cells, from, to, rowLabels, columnTitle, columnLabels, markedColumns, List.of());
    }

    @Override
    public double width() {
        return WIDTH;
    }

    @Override
    public double height() {
        double labels = areUpright() ? longest(columnLabels) * LETTER_WIDTH + 2 * TEXT_HEIGHT : 2.5 * TEXT_HEIGHT;
        return bottom() + labels + 8;
    }

    @Override
    public void draw(Canvas canvas) {
        double width = cellWidth();
        double height = cellHeight();
        for (int row = 0; row < cells.length; row++) {
            double y = TOP + row * height;
            double middle = y + height / 2 + 4;
            if (!rowLabels.isEmpty()) {
                canvas.text(rowLabels.get(row), new Spot(left() - 6, middle), Align.END, Ink.TEXT);
            }
            for (int column = 0; column < cells[row].length; column++) {
                double x = left() + column * width;
                canvas.cell(new Spot(x, y), width, height, colour(cells[row][column]));
                if (!cellTexts.isEmpty()) {
                    canvas.text(cellTexts.get(row).get(column), new Spot(x + width / 2, middle), Align.MIDDLE,
                            share(cells[row][column]) > 0.5 ? Ink.LIGHT_TEXT : Ink.TEXT);
                }
            }
        }
        drawColumns(canvas);
        canvas.text(columnTitle, new Spot((left() + right()) / 2, height() - 6), Align.MIDDLE, Ink.TEXT);
    }

    private void drawColumns(Canvas canvas) {
        double width = cellWidth();
        for (int markedColumn : markedColumns) {
            canvas.text("▼", new Spot(left() + (markedColumn + 0.5) * width, TOP - 4), Align.MIDDLE, Ink.ORANGE);
        }
        int step = columnLabels.isEmpty() ? Math.ceilDiv(columns(), LABELLED) : 1;
        for (int column = 0; column < columns(); column += step) {
            double x = left() + (column + 0.5) * width;
            String label = columnLabels.isEmpty() ? Integer.toString(column) : columnLabels.get(column);
            if (areUpright()) {
                canvas.uprightText(label, new Spot(x + 4, bottom() + 6), Align.END, Ink.TEXT);
            } else {
                canvas.text(label, new Spot(x, bottom() + TEXT_HEIGHT + 2), Align.MIDDLE, Ink.TEXT);
            }
        }
    }

    private int columns() {
        return cells[0].length;
    }

    private double left() {
        return Math.clamp(longest(rowLabels) * LETTER_WIDTH + 12, SHORTEST_LABELS, LONGEST_LABELS);
    }

    private double right() {
        return rowLabels.isEmpty() ? SQUARE : WIDTH - MARGIN;
    }

    private double bottom() {
        return TOP + cellHeight() * cells.length;
    }

    private double cellWidth() {
        return (right() - left()) / columns();
    }

    private double cellHeight() {
        return rowLabels.isEmpty() ? cellWidth() : Math.max(TEXT_HEIGHT + 6, Math.min(cellWidth(), LARGEST_CELL));
    }

    /** Texts that are wider than their columns stand upright. */
    private boolean areUpright() {
        return longest(columnLabels) * LETTER_WIDTH > cellWidth();
    }

    private static int longest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private double share(double value) {
        return Double.isNaN(value) ? 0 : Math.clamp((value - from) / (to - from), 0, 1);
    }

    private int colour(double value) {
        if (Double.isNaN(value)) {
            return NOTHING;
        }
        int rgb = 0;
        for (int i = 0; i < LIGHT.length; i++) {
            rgb = rgb << 8 | (int) Math.round(LIGHT[i] + share(value) * (DARK[i] - LIGHT[i]));
        }
        return rgb;
    }
}
