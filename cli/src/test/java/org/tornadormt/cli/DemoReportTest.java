package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class DemoReportTest {
    @TempDir
    private Path folder;

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    }

    private static Document parse(Path page) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(page.toFile());
    }

    @Test
    void theReportIsWellFormedAndHasTheNumbersAndSevenPictures() throws Exception {
        Path page = folder.resolve("demo.html");
        Path json = folder.resolve("demo.json");

        RmtRun.of("demo", "--tokens", "16k", "--samples", "3", "--report", page, "--json", json, "--fact",
                "Sandra travelled to the office.").fine();

        Document document = parse(page);
        JsonNode rows = new ObjectMapper().readTree(json.toFile());
        List<Element> tableRows = elements(((Element) document.getElementsByTagName("tbody").item(0))
                .getElementsByTagName("tr"));
        assertThat(tableRows).hasSize(3);
        for (int i = 0; i < 3; i++) {
            List<String> cells = elements(tableRows.get(i).getElementsByTagName("td")).stream()
                    .map(Element::getTextContent).toList();
            assertThat(cells.get(1).replace(",", "")).isEqualTo(rows.get(i).get("segments").asText());
            assertThat(Double.parseDouble(cells.get(3)) / 100).isEqualTo(rows.get(i).get("accuracy").doubleValue(),
                    offset(5e-4));
        }
        List<Element> figures = elements(document.getElementsByTagName("figure"));
        assertThat(figures).hasSize(7).allSatisfy(figure -> {
            assertThat(figure.getElementsByTagName("svg").getLength()).isEqualTo(1);
            assertThat(figure.getElementsByTagName("figcaption").getLength()).isEqualTo(1);
        });
        // Own results are the large dots: one for each length.
        assertThat(elements(figures.getFirst().getElementsByTagName("circle")).stream()
                .filter(dot -> dot.getAttribute("r").equals("4"))).hasSize(3 + 1);
        assertThat(document.getDocumentElement().getTextContent()).contains("sandra travelled to the office .",
                "R² =", "seed 1");
    }

    @Test
    void theReportNeedsNothingFromOutside() throws Exception {
        Path page = folder.resolve("demo.html");

        RmtRun.of("demo", "--tokens", "1k", "--samples", "1", "--report", page).fine();

        assertThat(Files.readString(page)).doesNotContain("://", "url(", "@import", "<script", "<link", " src=",
                " href=");
    }

    @Test
    void factsAreHiddenInATextOfTheUsers() throws Exception {
        Path page = folder.resolve("demo.html");
        String text = "the old lamp was heavy . nobody saw the river near the tower . ".repeat(200).strip();

        RmtRun run = RmtRun.withInput(text, "demo", "--haystack", "-", "--samples", "8", "--report", page, "--tokens",
                "4k").fine();

        // 200 times 14 tokens; of the samples for 4k those are asked whose fact was told in the whole segments of it.
        int whole = 2800 / Fixtures.segmentSize();
        String tokens = String.format(Locale.ROOT, "%,d", whole * Fixtures.segmentSize());
        assertThat(run.out()).containsPattern("(?m)^ +1,024 +" + 1024 / Fixtures.segmentSize() + " +8 ")
                .containsPattern("(?m)^ +" + tokens + " +" + whole + " +[1-8] ")
                .contains("standard input: 2,800 tokens were read");
        assertThat(elements(parse(page).getElementsByTagName("figure"))).hasSize(6);
    }

    @Test
    void howMuchOfTheTextTheModelCannotSeeIsSaid() {
        Path words = Fixtures.random(Fixtures.WORDS, folder.resolve("words"));
        Path bytes = Fixtures.random(Fixtures.FACTS, folder.resolve("bytes"));

        assertThat(haystack(words, "the zebra was zebra ".repeat(100)))
                .contains("50 % of them are words that this model's vocabulary lacks");
        assertThat(haystack(bytes, "the zebra was größer als 日本 😀 ".repeat(100))).contains("größer als 日本")
                .doesNotContain("vocabulary lacks");
    }

    private static String haystack(Path model, String text) {
        return RmtRun.withInput(text, "demo", "--model", model, "--haystack", "-", "--samples", "1", "--tokens", "1k",
                "--no-report").fine().out();
    }

    @Test
    void ofAHugeTextNoMoreIsReadThanAskedFor() throws Exception {
        Path text = Files.writeString(folder.resolve("huge.txt"), "the old lamp was heavy . ".repeat(100_000));

        RmtRun run = RmtRun.of("demo", "--haystack", text, "--samples", "2", "--tokens", "1k", "--no-report").fine();

        // The tokens of one more segment tell that the one before it was not the last.
        assertThat(run.out())
                .contains(String.format(Locale.ROOT, "%,d tokens were read", 1024 + Fixtures.segmentSize()))
                .doesNotContain("2,500,000 bytes");
    }

    @Test
    void whatIsNoTextIsRefused() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "");
        Path binary = Files.write(folder.resolve("binary"), new byte[]{'a', 0, 'b'});
        Path latin1 = Files.write(folder.resolve("latin1.txt"), new byte[]{'a', (byte) 0xE9, 'b'});

        RmtRun.of("demo", "--no-report", "--haystack", folder).failsWith("it is a folder");
        RmtRun.of("demo", "--no-report", "--haystack", folder.resolve("none")).failsWith("Cannot read");
        RmtRun.of("demo", "--no-report", "--haystack", empty).failsWith("has 0 tokens");
        RmtRun.of("demo", "--no-report", "--haystack", binary).failsWith("byte 1 is NUL");
        RmtRun.of("demo", "--no-report", "--haystack", latin1).failsWith("byte 1 is not UTF-8");
    }
}
