package org.tornadormt.cli.picture;

import java.util.List;
import org.tornadormt.cli.picture.Canvas.Align;
import org.tornadormt.cli.picture.Canvas.Spot;
import org.tornadormt.cli.picture.Series.Point;
import org.tornadormt.cli.picture.Series.Style;

/**
 * A chart of points and lines.
 *
 * @param title what it shows
 * @param x horizontal axis
 * @param y vertical axis
 * @param series drawn in this order
 */
public record XyChart(String title, Axis x, Axis y, List<Series> series) implements Picture {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 372;
    private static final double LEFT = 70;
    private static final double RIGHT = 604;
    private static final double TOP = 20;
    private static final double BOTTOM = 300;
    private static final double DOT = 4;
    private static final double SMALL_DOT = 2.5;
    private static final double LINE_HEIGHT = 18;

    /** Copies the series. */
    public XyChart {
        series = List.copyOf(series);
    }

    @Override
    public double width() {
        return WIDTH;
    }

    @Override
    public double height() {
        return HEIGHT;
    }

    @Override
    public void draw(Canvas canvas) {
        drawAxes(canvas);
        series.forEach(one -> draw(canvas, one));
        drawLegend(canvas);
    }

    private void drawAxes(Canvas canvas) {
        for (double tick : x.ticks()) {
            canvas.path(List.of(new Spot(atX(tick), TOP), new Spot(atX(tick), BOTTOM)), Ink.GRID, false);
            canvas.text(x.label().apply(tick), new Spot(atX(tick), BOTTOM + LINE_HEIGHT), Align.MIDDLE, Ink.TEXT);
        }
        for (double tick : y.ticks()) {
            canvas.path(List.of(new Spot(LEFT, atY(tick)), new Spot(RIGHT, atY(tick))), Ink.GRID, false);
            canvas.text(y.label().apply(tick), new Spot(LEFT - 8, atY(tick) + 4), Align.END, Ink.TEXT);
        }
        canvas.text(x.title(), new Spot((LEFT + RIGHT) / 2, BOTTOM + 2 * LINE_HEIGHT + 4), Align.MIDDLE, Ink.TEXT);
        canvas.uprightText(y.title(), new Spot(14, (TOP + BOTTOM) / 2), Align.MIDDLE, Ink.TEXT);
    }

    private void draw(Canvas canvas, Series one) {
        if (one.style() != Style.DOTS) {
            canvas.path(one.points().stream().map(this::spot).toList(), one.ink(), isBroken(one));
        }
        for (Point point : one.points()) {
            if (point.high() > point.low()) {
                canvas.path(List.of(new Spot(atX(point.x()), atY(point.low())),
                        new Spot(atX(point.x()), atY(point.high()))), one.ink(), false);
            }
            if (one.style() == Style.DOTS || one.style() == Style.LINE) {
                canvas.dot(spot(point), one.style() == Style.DOTS ? DOT : SMALL_DOT, one.ink());
            }
        }
    }

    private void drawLegend(Canvas canvas) {
        double at = LEFT;
        double middle = HEIGHT - 10;
        for (Series one : series) {
            if (one.style() == Style.DOTS) {
                canvas.dot(new Spot(at + 10, middle), DOT, one.ink());
            } else {
                canvas.path(List.of(new Spot(at, middle), new Spot(at + 20, middle)), one.ink(), isBroken(one));
            }
            canvas.text(one.name(), new Spot(at + 26, middle + 4), Align.START, Ink.TEXT);
            at += 26 + 7.0 * one.name().length() + 24;
        }
    }

    private static boolean isBroken(Series one) {
        return one.style() == Style.BROKEN_LINE;
    }

    private Spot spot(Point point) {
        return new Spot(atX(point.x()), atY(point.y()));
    }

    private double atX(double value) {
        return LEFT + x.share(value) * (RIGHT - LEFT);
    }

    private double atY(double value) {
        return BOTTOM - y.share(value) * (BOTTOM - TOP);
    }
}
