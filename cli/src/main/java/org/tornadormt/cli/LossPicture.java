package org.tornadormt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tornadormt.checkpoints.AtomicFile;

/** The loss of a run by steps. */
final class LossPicture {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;
    private static final int MOST_POINTS = 400;

    private LossPicture() {}

    /**
     * Writes a PNG.
     *
     * @param steps lines of metrics with {@code step} and {@code loss}; at least one
     */
    static void write(Path file, List<JsonNode> steps) {
        int width = Math.ceilDiv(steps.size(), MOST_POINTS);
        int points = Math.ceilDiv(steps.size(), width);
        double[] at = new double[points];
        double[] loss = new double[points];
        for (int i = 0; i < points; i++) {
            List<JsonNode> part = steps.subList(i * width, Math.min(steps.size(), (i + 1) * width));
            at[i] = part.getLast().path("step").asInt();
            loss[i] = part.stream().mapToDouble(line -> line.path("loss").asDouble()).average().orElseThrow();
        }
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title("Loss while training")
                .xAxisTitle("step").yAxisTitle("cross-entropy of a target, nats").build();
        chart.getStyler().setLegendVisible(false);
        chart.addSeries("loss", at, loss).setMarker(SeriesMarkers.NONE);
        AtomicFile.write(file, out -> BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG));
    }
}
