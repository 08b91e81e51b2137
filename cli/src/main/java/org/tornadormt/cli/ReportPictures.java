package org.tornadormt.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.tornadormt.cli.GrowthFit.Timing;
import org.tornadormt.cli.picture.Axis;
import org.tornadormt.cli.picture.HeatMap;
import org.tornadormt.cli.picture.Ink;
import org.tornadormt.cli.picture.Markup;
import org.tornadormt.cli.picture.Picture;
import org.tornadormt.cli.picture.Series;
import org.tornadormt.cli.picture.Series.Point;
import org.tornadormt.cli.picture.Series.Style;
import org.tornadormt.cli.picture.SvgCanvas;
import org.tornadormt.cli.picture.XyChart;
import org.tornadormt.model.task.FactTrace;
import org.tornadormt.model.task.PaperResults;

/**
 * The pictures of a demo's page.
 *
 * @param rows results by length
 * @param setting what the demo ran with
 * @param trace a look into the memory
 * @param places the answers in the order of the trace
 * @param tokenTexts the tokens of the fact's segment as text
 */
record ReportPictures(List<DemoRow> rows, DemoSetting setting, FactTrace trace, List<String> places,
        List<String> tokenTexts) {
    private static final MathContext SHOWN_DIGITS = new MathContext(6);

    /** Writes all of them with their captions. */
    void write(Markup page) {
        figure(page, "Accuracy by length", "Share of right answers by number of segments, both ends of the 95 %"
                + " interval, beside the paper's curve for the same task.", accuracy());
        List<Timing> timings = DemoTable.timings(rows);
        if (GrowthFit.isPossible(timings)) {
            figure(page, "Time by length", "Seconds to read one text alone, on logarithmic axes, and the least-squares"
                    + " line: " + GrowthFit.of(timings).describe() + ".", time(timings));
        }
        figure(page, "Heap by length", "Java heap in use after a full garbage collection.", heap());
        figure(page, "What the model would answer after each segment", "The same question is asked after each segment"
                + " of one text, without leaving a trace: the probability of each place. What is told (▼): “"
                + trace.needle().told() + "”.", beliefs());
        trace.attention().ifPresent(weights -> {
            AttentionPicture attention = new AttentionPicture(weights, tokenTexts, factTokens());
            figure(page, "Where the memory looks", attention.caption(trace.factSegment()), attention.picture());
        });
        figure(page, "Which tokens the answer comes from", "The tokens of segment " + trace.factSegment() + ", each"
                + " replaced by another word in turn: how far the probability of the right answer falls. Attention"
                + " says where the memory looks, this says what has arrived in it.", tokens());
        figure(page, "Similarity of memories", "Cosine of the memories after each two segments of that text, 0 white to"
                + " 1 dark.", similarity());
    }

    private static void figure(Markup page, String heading, String caption, Picture picture) {
        page.open("figure").text("h2", heading);
        SvgCanvas.write(picture, page);
        page.text("figcaption", caption).close();
    }

    private XyChart accuracy() {
        List<Point> own = rows.stream().map(row -> new Point(row.segments(), 100 * row.estimate().accuracy(),
                100 * row.estimate().ciLow(), 100 * row.estimate().ciHigh())).toList();
        List<Point> paper = new ArrayList<>();
        for (int segments : PaperResults.segments()) {
            OptionalDouble accuracy = setting.paper(segments);
            accuracy.ifPresent(share -> paper.add(Point.at(segments, 100 * share)));
        }
        double first = Math.min(own.getFirst().x(), paper.getFirst().x());
        double last = Math.max(own.getLast().x(), paper.getLast().x());
        List<Point> guessing = List.of(Point.at(first, 100 * setting.task().chance()),
                Point.at(last, 100 * setting.task().chance()));
        return new XyChart("Accuracy by number of segments",
                Axis.powers("segments", 2, first, last, ReportPictures::count),
                Axis.linear("right answers, %", 100, ReportPictures::number),
                List.of(new Series("paper", Style.LINE, Ink.ORANGE, paper),
                        new Series("guessing", Style.BROKEN_LINE, Ink.GREY, guessing),
                        new Series("this run", Style.DOTS, Ink.BLUE, own)));
    }

    private XyChart time(List<Timing> timings) {
        GrowthFit fit = GrowthFit.of(timings);
        List<Point> measured = timings.stream().map(t -> Point.at(t.tokens(), t.seconds())).toList();
        List<Point> line = timings.stream().map(t -> Point.at(t.tokens(), fit.seconds(t.tokens())))
                .filter(point -> point.y() > 0).toList();
        double least = Math.min(measured.getFirst().y(), line.getFirst().y());
        return new XyChart("Seconds by number of tokens",
                Axis.powers("tokens", 4, timings.getFirst().tokens(), timings.getLast().tokens(),
                        ReportPictures::count),
                Axis.powers("seconds", 10, least, measured.getLast().y(), ReportPictures::number),
                List.of(new Series("least-squares line", Style.BROKEN_LINE, Ink.ORANGE, line),
                        new Series("measured", Style.DOTS, Ink.BLUE, measured)));
    }

    private XyChart heap() {
        List<Point> points = rows.stream().map(row -> Point.at(row.tokens(), row.heapMebibytes())).toList();
        double most = points.stream().mapToDouble(Point::y).max().orElseThrow();
        return new XyChart("Heap by number of tokens",
                Axis.powers("tokens", 4, points.getFirst().x(), points.getLast().x(), ReportPictures::count),
                Axis.linear("heap, MiB", most, ReportPictures::number),
                List.of(new Series("after a full collection", Style.LINE, Ink.BLUE, points)));
    }

    private HeatMap beliefs() {
        double[][] cells = new double[places.size()][trace.beliefs().size()];
        for (int segment = 0; segment < trace.beliefs().size(); segment++) {
            for (int place = 0; place < places.size(); place++) {
                cells[place][segment] = trace.beliefs().get(segment)[place];
            }
        }
        return new HeatMap("Probability of each place by segment", cells, 0, 1, places, "segment", List.of(),
                trace.needle().segments());
    }

    private HeatMap tokens() {
        return new HeatMap("Loss of probability by token", new double[][]{trace.tokenEffects()}, 0, 1,
                List.of("fall"), "token", tokenTexts, factTokens());
    }

    private HeatMap similarity() {
        int segments = trace.memories().size();
        double[][] cells = new double[segments][segments];
        for (int a = 0; a < segments; a++) {
            for (int b = 0; b < segments; b++) {
                cells[a][b] = trace.similarity(a, b);
            }
        }
        return new HeatMap("Cosine of memories", cells, 0, 1, List.of(), "segment", List.of(),
                trace.needle().segments());
    }

    /** Which tokens of the traced segment tell a fact. */
    private List<Integer> factTokens() {
        return trace.needle().facts().stream().filter(fact -> fact.segment() == trace.factSegment())
                .flatMap(fact -> IntStream.range(fact.offset(), fact.offset() + fact.tokens().length).boxed()).toList();
    }

    private static String count(double value) {
        return AccuracyPlot.shortCount(Math.round(value));
    }

    private static String number(double value) {
        return new BigDecimal(value).round(SHOWN_DIGITS).stripTrailingZeros().toPlainString();
    }
}
