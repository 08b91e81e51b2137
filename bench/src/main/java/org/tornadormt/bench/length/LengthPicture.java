package org.tornadormt.bench.length;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tornadormt.cli.picture.Axis;
import org.tornadormt.cli.picture.Ink;
import org.tornadormt.cli.picture.Series;
import org.tornadormt.cli.picture.Series.Point;
import org.tornadormt.cli.picture.Series.Style;
import org.tornadormt.cli.picture.XyChart;

/** Seconds by tokens, both on logarithmic axes: a straight line of slope 1 is linear time. */
final class LengthPicture {
    private static final List<Ink> INKS = List.of(Ink.BLUE, Ink.ORANGE);

    private LengthPicture() {}

    /** One curve for each reader; at least one, with a point. */
    static XyChart of(Map<String, List<LengthPoint>> curves) {
        List<Series> series = new ArrayList<>();
        curves.forEach((reader, points) -> series.add(new Series(reader, Style.LINE,
                INKS.get(series.size() % INKS.size()),
                points.stream().map(point -> Point.at(point.tokens(), point.seconds().median())).toList())));
        List<Point> all = series.stream().flatMap(one -> one.points().stream()).toList();
        return new XyChart("Time to read a text",
                Axis.powers("tokens", 4, least(all.stream().map(Point::x).toList()),
                        most(all.stream().map(Point::x).toList()),
                        tokens -> String.format(Locale.ROOT, "%,.0f", tokens)),
                Axis.powers("seconds", 10, least(all.stream().map(Point::y).toList()),
                        most(all.stream().map(Point::y).toList()),
                        seconds -> String.format(Locale.ROOT, "%.4g", seconds)),
                series);
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
