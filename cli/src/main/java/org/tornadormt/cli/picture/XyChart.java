package org.tornadormt.cli.picture;

import java.util.List;
import java.util.stream.Collectors;
import org.tornadormt.cli.picture.Series.Point;
import org.tornadormt.cli.picture.Series.Style;

/**
 * A chart of points and lines.
 *
 * @param title what it shows, for people who do not see it
 * @param x horizontal axis
 * @param y vertical axis
 * @param series drawn in this order
 */
public record XyChart(String title, Axis x, Axis y, List<Series> series) {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 372;
    private static final double LEFT = 70;
    private static final double RIGHT = 620;
    private static final double TOP = 20;
    private static final double BOTTOM = 300;
    private static final double DOT = 4;
    private static final double SMALL_DOT = 2.5;
    private static final double LINE_HEIGHT = 18;

    /** Copies the series. */
    public XyChart {
        series = List.copyOf(series);
    }

    /** Writes it as an element {@code svg}. */
    public void write(Markup out) {
        out.open("svg", "viewBox", "0 0 " + (int) WIDTH + " " + (int) HEIGHT, "role", "img");
        out.text("title", title);
        writeAxes(out);
        for (Series one : series) {
            write(out, one);
        }
        writeLegend(out);
        out.close();
    }

    private void writeAxes(Markup out) {
        for (double tick : x.ticks()) {
            out.empty("line", "class", "grid", "x1", atX(tick), "x2", atX(tick), "y1", TOP, "y2", BOTTOM);
            out.text("text", x.label().apply(tick), "x", atX(tick), "y", BOTTOM + LINE_HEIGHT, "class", "middle");
        }
        for (double tick : y.ticks()) {
            out.empty("line", "class", "grid", "x1", LEFT, "x2", RIGHT, "y1", atY(tick), "y2", atY(tick));
            out.text("text", y.label().apply(tick), "x", LEFT - 8, "y", atY(tick) + 4, "class", "end");
        }
        out.text("text", x.title(), "x", (LEFT + RIGHT) / 2, "y", BOTTOM + 2 * LINE_HEIGHT + 4, "class", "middle");
        out.text("text", y.title(), "transform", "translate(14 " + (int) ((TOP + BOTTOM) / 2) + ") rotate(-90)",
                "class", "middle");
    }

    private void write(Markup out, Series one) {
        out.open("g", "class", "colour" + one.colour());
        if (one.style() != Style.DOTS) {
            String points = one.points().stream().map(p -> round(atX(p.x())) + "," + round(atY(p.y())))
                    .collect(Collectors.joining(" "));
            out.empty("polyline", "points", points, "class", lineClass(one));
        }
        for (Point point : one.points()) {
            if (point.high() > point.low()) {
                out.empty("line", "class", "line", "x1", atX(point.x()), "x2", atX(point.x()), "y1",
                        atY(point.low()), "y2", atY(point.high()));
            }
            if (one.style() != Style.BROKEN_LINE) {
                out.empty("circle", "class", "dot", "cx", atX(point.x()), "cy", atY(point.y()), "r",
                        one.style() == Style.DOTS ? DOT : SMALL_DOT);
            }
        }
        out.close();
    }

    private void writeLegend(Markup out) {
        double at = LEFT;
        for (Series one : series) {
            out.open("g", "class", "colour" + one.colour());
            double middle = HEIGHT - 6;
            if (one.style() != Style.DOTS) {
                out.empty("line", "class", lineClass(one), "x1", at, "x2", at + 20, "y1", middle - 4, "y2",
                        middle - 4);
            } else {
                out.empty("circle", "class", "dot", "cx", at + 10, "cy", middle - 4, "r", DOT);
            }
            out.close();
            out.text("text", one.name(), "x", at + 26, "y", middle);
            at += 26 + 7.0 * one.name().length() + 24;
        }
    }

    private static String lineClass(Series one) {
        return one.style() == Style.BROKEN_LINE ? "line broken" : "line";
    }

    private double atX(double value) {
        return LEFT + x.share(value) * (RIGHT - LEFT);
    }

    private double atY(double value) {
        return BOTTOM - y.share(value) * (BOTTOM - TOP);
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
