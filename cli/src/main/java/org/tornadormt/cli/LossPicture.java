package org.tornadormt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.cli.picture.Axis;
import org.tornadormt.cli.picture.ImageCanvas;
import org.tornadormt.cli.picture.Ink;
import org.tornadormt.cli.picture.Series;
import org.tornadormt.cli.picture.Series.Point;
import org.tornadormt.cli.picture.Series.Style;
import org.tornadormt.cli.picture.Sheet;
import org.tornadormt.cli.picture.XyChart;

/** The loss of a run by steps. */
final class LossPicture {
    private static final int MOST_POINTS = 400;

    private LossPicture() {}

    /**
     * Writes a PNG.
     *
     * @param steps lines of metrics with {@code step} and {@code loss}; at least one
     */
    static void write(Path file, List<JsonNode> steps) {
        int width = Math.ceilDiv(steps.size(), MOST_POINTS);
        List<Point> points = new ArrayList<>();
        for (int from = 0; from < steps.size(); from += width) {
            List<JsonNode> part = steps.subList(from, Math.min(steps.size(), from + width));
            points.add(Point.at(part.getLast().path("step").asInt(),
                    part.stream().mapToDouble(line -> line.path("loss").asDouble()).average().orElseThrow()));
        }
        double most = points.stream().mapToDouble(Point::y).max().orElseThrow();
        XyChart chart = new XyChart("Loss while training",
                Axis.linear("step", points.getLast().x(), step -> String.format(Locale.ROOT, "%,.0f", step)),
                Axis.linear("cross-entropy of a target, nats", most > 0 ? most : 1,
                        loss -> String.format(Locale.ROOT, "%.2f", loss)),
                List.of(new Series("mean of " + width + (width == 1 ? " step" : " steps"), Style.CURVE, Ink.BLUE,
                        points)));
        AtomicFile.write(file, out -> ImageCanvas.writePng(new Sheet(List.of(chart)), out));
    }
}
