package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import sun.misc.Signal;

class EvaluateCommandTest {
    private static final Path ALGORITHMIC = Path.of("..", "models", "algorithmic");

    @TempDir
    private Path folder;

    @Test
    void theBundledModelDoesBothTasksAtEachLengthAndTheReportSaysHow() throws IOException {
        Path json = folder.resolve("accuracy.json");

        RmtRun run = facts("--task", "memorize,detect", "--segments", "8,2", "--samples", 24, "--out", json).fine();

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(names(report)).containsExactly("device", "backend", "software", "versions", "seed", "samples",
                "confidence", "hardFiller", "wildTokens", "complete", "models", "results");
        assertThat(report.get("device").textValue()).startsWith("jvm (");
        assertThat(report.get("backend").textValue()).isEqualTo("JVM");
        assertThat(report.get("versions").get("java").textValue()).contains(Runtime.version().toString());
        assertThat(report.get("complete").booleanValue()).isTrue();
        assertThat(report.get("results")).hasSize(4);
        for (JsonNode result : report.get("results")) {
            assertThat(names(result)).containsExactly("model", "task", "segments", "samples", "correct", "accuracy",
                    "ciLow", "ciHigh", "targets", "targetAccuracy", "seconds");
            assertThat(result.get("samples").intValue()).isEqualTo(24);
            // Of 24 the model gets all right but one in a hundred; guessing gets 18 with a probability of 2e-9.
            assertThat(result.get("correct").intValue()).isGreaterThanOrEqualTo(18);
            assertThat(result.get("accuracy").doubleValue()).isEqualTo(result.get("correct").intValue() / 24.0)
                    .isBetween(result.get("ciLow").doubleValue(), result.get("ciHigh").doubleValue());
            assertThat(result.get("targetAccuracy")).isEqualTo(result.get("accuracy"));
        }
        assertThat(report.get("results").findValuesAsText("segments")).containsExactly("2", "8", "2", "8");
        assertThat(run.out()).containsPattern("(?m)^ +memorize +2 +64 +24 ").containsPattern(
                "(?m)^ +detect +8 +256 +24 ");
    }

    @Test
    void theSameSeedGivesTheSameNumbersWhateverTheBatch() throws IOException {
        List<List<String>> results = new ArrayList<>();
        for (int batch : new int[]{1, 7, 10}) {
            Path json = folder.resolve(batch + ".json");
            // Without memory it must guess, so that some are right and some are wrong.
            facts("--task", "detect", "--segments", 3, "--samples", 20, "--mem-tokens", 0, "--batch", batch, "--out",
                    json).fine();
            results.add(new ObjectMapper().readTree(json.toFile()).findValuesAsText("correct"));
        }

        assertThat(results.get(1)).isEqualTo(results.get(0)).isEqualTo(results.get(2));
        assertThat(Integer.parseInt(results.getFirst().getFirst())).isLessThan(15);
    }

    @Test
    void theStagesOfATrainingMakeAMatrix() throws Exception {
        List<Path> stages = new ArrayList<>();
        for (int segments = 1; segments <= 3; segments += 2) {
            Path run = folder.resolve("stage" + segments);
            RmtRun.of("train", "--task", "detect", "--config", Fixtures.FACTS.resolve("config.json"), "--segments",
                    segments, "--steps", 1, "--batch", 2, "--eval-samples", 2, "--threads", 1, "--out", run).fine();
            stages.add(run.resolve(segments == 1 ? "best" : "last"));
        }
        Path json = folder.resolve("matrix.json");
        Path svg = folder.resolve("matrix.svg");

        RmtRun run = RmtRun.of("evaluate", stages.get(0) + "," + stages.get(1), Fixtures.FACTS, "--task",
                "memorize,detect", "--segments", "1,2,4", "--samples", 4, "--threads", 1, "--out", json, "--picture",
                svg).fine();

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("results")).hasSize(3 * 2 * 3);
        assertThat(report.get("models").findValuesAsText("trainedSegments")).containsExactly("1", "3");
        assertThat(report.get("results").get(6).get("trainedSegments").intValue()).isEqualTo(3);
        List<String> matrix = run.out().lines().dropWhile(line -> !line.startsWith("detect: accuracy")).toList();
        assertThat(matrix.get(1).split(" {2,}")).containsExactly("model", "trained on", "1", "2", "4");
        assertThat(matrix.get(2).split(" {2,}")).startsWith(stages.get(0).toString(), "1").hasSize(5);
        assertThat(matrix.get(4).split(" {2,}")).startsWith(Fixtures.FACTS.toString(), "–");
        Document drawing = parse(svg);
        // Two maps of three by three, on a white ground.
        assertThat(drawing.getElementsByTagName("rect").getLength()).isEqualTo(2 * 9 + 1);
        // Not all models tell what they were trained on: so their names.
        assertThat(texts(drawing)).contains("detect: accuracy in % by segments trained on (rows) and read (columns)",
                stages.get(0).toString(), Fixtures.FACTS.toString());

        RmtRun.of("evaluate", stages.get(0), stages.get(1), "--task", "detect", "--segments", 1, "--samples", 1,
                "--threads", 1, "--picture", svg).fine();
        assertThat(texts(parse(svg))).contains("1", "3").doesNotContain(stages.get(0).toString());
    }

    @Test
    void carriedStateIsPartOfWhatAModelWasTrainedOn() {
        Path run = folder.resolve("run");
        RmtRun.of("train", "--task", "detect", "--config", Fixtures.FACTS.resolve("config.json"), "--segments", 1,
                "--stage-steps", 1, "--carry", 5, "--steps", 2, "--batch", 2, "--eval-samples", 2, "--eval-every", 1,
                "--threads", 1, "--out", run).fine();

        assertThat(RmtRun.of("evaluate", run.resolve("best"), "--task", "detect", "--segments", 1, "--samples", 1,
                "--threads", 1).fine().out()).contains("trained on up to 5 segments and carried state");
    }

    @Test
    void longAnswersAreRightAsAWholeAndTokenByToken() throws IOException {
        Path run = folder.resolve("run");
        RmtRun.of("train", "--task", "reverse", "--config", ALGORITHMIC.resolve("config.json"), "--segments", 2,
                "--segment-size", 8, "--steps", 1, "--batch", 2, "--eval-samples", 2, "--threads", 1, "--out", run)
                .fine();
        Path json = folder.resolve("reverse.json");

        String out = RmtRun.of("evaluate", run.resolve("best"), "--task", "reverse", "--segments", 2, "--samples", 10,
                "--threads", 1, "--out", json).fine().out();

        JsonNode result = new ObjectMapper().readTree(json.toFile()).get("results").get(0);
        // Half of the 16 tokens of each text are its answer.
        assertThat(result.get("targets").intValue()).isEqualTo(10 * 8);
        // Eight right in one text have a probability of about 1e-7.
        assertThat(result.get("correct").intValue()).isZero();
        assertThat(out).contains("% of targets");
    }

    @Test
    void aPictureIsAsWideAsItSays() throws Exception {
        Path png = folder.resolve("lines.png");
        Path svg = folder.resolve("lines.svg");

        facts("--task", "detect", "--segments", "1,2,16", "--samples", 4, "--picture", png).fine();
        facts("--task", "detect", "--segments", "1,2,16", "--samples", 4, "--picture", svg).fine();

        BufferedImage image = ImageIO.read(png.toFile());
        Document drawing = parse(svg);
        assertThat(image.getWidth())
                .isEqualTo(2 * Integer.parseInt(drawing.getDocumentElement().getAttribute("width")));
        assertThat(drawing.getElementsByTagName("circle").getLength()).isEqualTo(3);
        // The blue of the line, 0072b2, is on both.
        assertThat(drawing.getElementsByTagName("circle").item(0).getAttributes().getNamedItem("fill").getNodeValue())
                .isEqualTo("#0072b2");
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        assertThat(pixels).contains(0xFF0072B2, 0xFFFFFFFF);
    }

    @Test
    void controlCKeepsWhatIsMeasured() throws Exception {
        assumeThat(interruptIsIgnored()).as("this JVM was started in the background, where Ctrl-C is ignored")
                .isFalse();
        Path json = folder.resolve("some.json");
        Path picture = folder.resolve("some.svg");
        // The second length would take minutes.
        CompletableFuture<RmtRun> running = CompletableFuture.supplyAsync(() -> facts("--task", "detect", "--segments",
                "1,65536", "--samples", 50, "--out", json, "--picture", picture));
        while (Files.notExists(json) && !running.isDone()) {
            Thread.sleep(20);
        }
        // Whoever wrote the file has taken the signal over by then.
        Signal.raise(new Signal("INT"));
        RmtRun run = running.get(1, TimeUnit.MINUTES);

        assertThat(run.exitCode()).isEqualTo(128 + 2);
        assertThat(run.err()).contains("keeping what is measured");
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("complete").booleanValue()).isFalse();
        assertThat(report.get("results").findValuesAsText("segments")).containsExactly("1");
        assertThat(parse(picture).getElementsByTagName("circle").getLength()).isEqualTo(1);
    }

    /** Whether SIGINT was ignored when this JVM began, as a shell does for what it starts in the background. */
    private static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.notExists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16) >> 1 & 1) == 1;
    }

    @Test
    void whatMakesNoSenseIsWrongUsage() {
        facts("--task", "detect", "--segments", "1,0").isWrongUsage("--segments must be 1 or more");
        facts("--task", "detect", "--segments", "2,4,2").isWrongUsage("--segments has 2 twice");
        facts("--task", "detect,Detect").isWrongUsage("--task has detect twice");
        facts("--task", "detect", "--samples", 0).isWrongUsage("--samples must be 1 or more");
        facts("--task", "detect", "--batch", 0).isWrongUsage("--batch must be 1 or more");
        RmtRun.of("evaluate", Fixtures.FACTS + "," + Fixtures.FACTS, "--task", "detect").isWrongUsage("twice");
        facts("--task", "detect", "--alignment", "right").isWrongUsage("--alignment has no meaning here");
        RmtRun.of("evaluate", "--task", "detect").isWrongUsage("MODEL");
    }

    @Test
    void whatCannotBeEvaluatedIsRefusedBeforeAnythingIsMeasured() throws IOException {
        Path none = Files.createDirectory(folder.resolve("none"));
        facts("--task", "juggle").failsWith("there is no task juggle", "memorize, detect");
        facts().failsWith("name one or more tasks");
        RmtRun.of("evaluate", none, "--task", "detect").failsWith(none.toString());
        RmtRun.of("evaluate", Fixtures.GPT2, "--task", "detect").failsWith("has no tokenizer.json");
        RmtRun.of("evaluate", Fixtures.BERT, "--task", "copy").failsWith("is a bert classifier");
        facts("--task", "detect", "--segment-size", 4).failsWith("task detect: a segment of 4 tokens cannot hold");
        facts("--task", "detect", "--segments", "2,1M,100M").failsWith("task detect",
                "ask for at most " + Integer.MAX_VALUE / Fixtures.segmentSize() + " segments");
        Path foreign = Fixtures.random(Fixtures.WORDS, folder.resolve("foreign"));
        Path tokenizer = foreign.resolve("tokenizer.json");
        Files.writeString(tokenizer, Files.readString(tokenizer).replace("\"kitchen\"", "\"scullery\""));
        RmtRun.of("evaluate", foreign, "--task", "detect").failsWith("tokenizer.json", "kitchen");
        Fixtures.copy(Fixtures.GPT2, none);
        Files.copy(Fixtures.WORDS.resolve("tokenizer.json"), none.resolve("tokenizer.json"));
        RmtRun.of("evaluate", none, "--task", "detect").failsWith("ids up to 176", "ids 0 to 66");
    }

    @Test
    void filesThatCannotBeWrittenAreRefusedBeforeAnythingIsMeasured() throws IOException {
        facts("--task", "detect", "--out", folder).failsWith("it is a folder");
        facts("--task", "detect", "--out", folder.resolve("no/such.json")).failsWith("does not exist");
        facts("--task", "detect", "--picture", folder.resolve("accuracy.gif")).failsWith("must end with .png or .svg");
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Fixtures.copy(Fixtures.FACTS, copy);
        RmtRun.of("evaluate", copy, "--task", "detect", "--out", copy.resolve("config.json"))
                .failsWith("is a file of the model");
    }

    private static RmtRun facts(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("evaluate", Fixtures.FACTS, "--threads", 1));
        arguments.addAll(List.of(more));
        return RmtRun.of(arguments.toArray());
    }

    private static List<String> names(JsonNode node) {
        return StreamSupport.stream(node.properties().spliterator(), false).map(Map.Entry::getKey).toList();
    }

    private static List<String> texts(Document drawing) {
        NodeList texts = drawing.getElementsByTagName("text");
        return IntStream.range(0, texts.getLength()).mapToObj(i -> texts.item(i).getTextContent()).toList();
    }

    private static Document parse(Path file) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
    }
}
