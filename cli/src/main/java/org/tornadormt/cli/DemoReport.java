package org.tornadormt.cli;

import java.io.InputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.cli.GrowthFit.Timing;
import org.tornadormt.cli.picture.Markup;
import org.tornadormt.model.task.FactTrace;

/**
 * The page that a demo leaves: its numbers and its pictures, in one file that needs nothing else.
 *
 * @param setting what the demo ran with
 * @param rows its results
 * @param trace a look into the memory
 * @param haystack the name of the text in which facts were hidden, if it was the user's
 */
record DemoReport(DemoSetting setting, List<DemoRow> rows, FactTrace trace, Optional<String> haystack) {
    private static final String TITLE = "Recurrent memory: a fact found in a long text";

    /** Writes it. */
    void write(OutputFile file) {
        file.write(path -> AtomicFile.write(path, out -> {
            Markup page = Markup.page(out);
            writeHead(page);
            page.open("body");
            page.text("h1", TITLE);
            page.text("p", "Each text holds " + setting.shown().describe(trace.needle().told()) + " " + filler()
                    + ", and ends with “" + trace.needle().question() + "”. The model reads it segment by segment; from"
                    + " one segment to the next only its memory remains.");
            page.text("p", "Made by rmt demo: " + setting.conditions() + ".", "class", "conditions");
            writeTable(page);
            ReportPictures pictures = new ReportPictures(rows, setting, trace,
                    setting.task().answers().stream().map(this::word).toList(), tokenTexts());
            pictures.write(page);
            page.end();
        }));
    }

    private String filler() {
        return haystack.map(name -> "the words of " + name).orElse("sentences that tell of other things");
    }

    private void writeHead(Markup page) {
        page.open("html", "lang", "en").open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.text("title", TITLE);
        page.text("style", style());
        page.close();
    }

    private void writeTable(Markup page) {
        page.open("div", "class", "wide").open("table").open("thead").open("tr");
        for (Object heading : DemoRow.HEADINGS) {
            page.text("th", heading.toString());
        }
        page.close().close().open("tbody");
        for (DemoRow row : rows) {
            page.open("tr");
            for (Object cell : row.cells()) {
                page.text("td", cell.toString());
            }
            page.close();
        }
        page.close().close().close();
        page.text("p", "Accuracy in percent with its 95 % interval (Wilson); “one text” is the median time to read one"
                + " text of that length alone; heap is what is in use after a full garbage collection. The paper"
                + " (arXiv 2304.11062, figure 1) has a BERT with 10 memory vectors, segments of 499 tokens and other"
                + " texts: compare it by number of segments.");
        List<Timing> timings = DemoTable.timings(rows);
        if (GrowthFit.isPossible(timings)) {
            page.text("p", "Time: " + GrowthFit.of(timings).describe() + ".");
        }
    }

    private String word(int token) {
        return setting.words(new int[]{token}, 1);
    }

    private List<String> tokenTexts() {
        return Arrays.stream(trace.factSegmentTokens()).mapToObj(this::word).toList();
    }

    private static String style() {
        try (InputStream css = DemoReport.class.getResourceAsStream("demo-report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
