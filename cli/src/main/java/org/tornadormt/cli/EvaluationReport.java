package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tornadormt.cli.picture.Axis;
import org.tornadormt.cli.picture.Ink;
import org.tornadormt.cli.picture.Picture;
import org.tornadormt.cli.picture.Series;
import org.tornadormt.cli.picture.Series.Point;
import org.tornadormt.cli.picture.Series.Style;
import org.tornadormt.cli.picture.XyChart;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.model.task.AccuracyEstimate;

/**
 * What an evaluation leaves: its matrices, its file and its picture.
 *
 * @param run how it was measured
 * @param models what was measured
 * @param tasks names of the tasks
 */
record EvaluationReport(EvaluationRun run, List<EvaluatedModel> models, List<String> tasks) {
    private static final List<Ink> INKS = List.of(Ink.BLUE, Ink.ORANGE, Ink.GREEN, Ink.PINK, Ink.YELLOW);

    /** Of each task the accuracies by model and length. */
    List<EvaluationMatrix> matrices(List<EvaluationRow> rows) {
        return tasks.stream().map(task -> EvaluationMatrix.of(task, models, run.lengths(), rows)).toList();
    }

    /** Heat maps of several models; lines with their intervals of one. */
    List<Picture> pictures(List<EvaluationRow> rows) {
        return models.size() > 1
                ? matrices(rows).stream().<Picture>map(EvaluationMatrix::picture).toList()
                : List.of(lines(rows));
    }

    private XyChart lines(List<EvaluationRow> rows) {
        List<Series> series = new ArrayList<>();
        for (String task : tasks) {
            List<Point> points = rows.stream().filter(row -> row.task().equals(task)).map(EvaluationReport::point)
                    .toList();
            if (!points.isEmpty()) {
                series.add(new Series(task, Style.LINE, INKS.get(series.size() % INKS.size()), points));
            }
        }
        IntStream measured = rows.stream().mapToInt(EvaluationRow::segments);
        int last = measured.max().orElseThrow();
        return new XyChart(models.getFirst().name() + ", seed " + run.seed() + ", with 95 % intervals",
                Axis.powers("segments of the texts", 2, run.lengths().getFirst(), last,
                        count -> AccuracyPlot.shortCount(Math.round(count))),
                Axis.linear("right answers, %", 100, percent -> Long.toString(Math.round(percent))), series);
    }

    private static Point point(EvaluationRow row) {
        AccuracyEstimate estimate = row.answers().estimate();
        return new Point(row.segments(), 100 * estimate.accuracy(), 100 * estimate.ciLow(), 100 * estimate.ciHigh());
    }

    /**
     * The report.
     *
     * @param texts says what texts are made of
     * @param complete whether everything was measured
     */
    ObjectNode json(List<EvaluationRow> rows, TrainTaskOptions texts, boolean complete) {
        DeviceInfo device = run.device().info();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("device", device.describe()).put("backend", device.backend()).put("software", device.software());
        Versions.all().forEach(root.putObject("versions")::put);
        root.put("seed", run.seed()).put("samples", run.samples()).put("confidence", AccuracyEstimate.CONFIDENCE);
        texts.describe(root);
        root.put("complete", complete);
        models.forEach(model -> root.withArray("models").add(model.json()));
        rows.forEach(row -> root.withArray("results").add(row.json()));
        return root;
    }
}
