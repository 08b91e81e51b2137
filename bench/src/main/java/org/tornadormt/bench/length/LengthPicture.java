package org.tornadormt.bench.length;

import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.cli.OutputFile;

/** Seconds by tokens, both on logarithmic axes: a straight line of slope 1 is linear time. */
final class LengthPicture {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;

    private LengthPicture() {}

    /** Writes a PNG; one curve for each reader. */
    static void write(OutputFile file, Map<String, List<LengthPoint>> curves) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title("Time to read a text")
                .xAxisTitle("tokens").yAxisTitle("seconds").build();
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
        curves.forEach((reader, points) -> chart.addSeries(reader,
                points.stream().mapToDouble(LengthPoint::tokens).toArray(),
                points.stream().mapToDouble(point -> point.seconds().median()).toArray()));
        file.write(path -> AtomicFile.write(path, out -> BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG)));
    }
}
