package org.tornadormt.cli.picture;

import java.util.List;

/**
 * Points of one kind in a chart.
 *
 * @param name what they are, for the legend
 * @param style how they are drawn
 * @param ink its colour
 * @param points in the order of x
 */
public record Series(String name, Style style, Ink ink, List<Point> points) {

    /** How a series is drawn. */
    public enum Style {
        /** Dots with their intervals. */
        DOTS,
        /** A line with small dots. */
        LINE,
        /** A line without dots. */
        CURVE,
        /** A broken line without dots. */
        BROKEN_LINE
    }

    /**
     * A point.
     *
     * @param low lower end of its interval
     * @param high upper end; the same as {@code low} if there is none
     */
    public record Point(double x, double y, double low, double high) {

        /** A point without an interval. */
        public static Point at(double x, double y) {
            return new Point(x, y, y, y);
        }
    }

    /** Copies the points. */
    public Series {
        points = List.copyOf(points);
    }
}
