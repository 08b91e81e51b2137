package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainDataTest {
    private static final Path FACTS = Path.of("..", "models", "facts");
    /** Every word but the first is decided by the one before it. */
    private static final String SENTENCE = "mary went back to the kitchen . ";

    @TempDir
    private Path folder;
    private Path run;
    private Path data;

    @BeforeEach
    void writeAText() throws IOException {
        run = folder.resolve("run");
        data = Files.writeString(folder.resolve("text.txt"), SENTENCE.repeat(40));
    }

    @Test
    void aTextThatRepeatsItselfIsLearnedAlsoAcrossSegments() throws IOException {
        String out = train("--data", data, "--steps", 80, "--eval-every", 80, "--lr", "0.01").fine().out();

        assertThat(out).contains("now up to 2 segments").containsPattern(
                "step 80: perplexity \\d\\.\\d\\d \\(by segment \\S+ \\S+\\) at 2 segments");
        JsonNode measured = evaluation();
        assertThat(measured.path("segmentPerplexities")).hasSize(2);
        // Nothing is left to guess but where a text begins: one that has learned nothing has as many as words.
        assertThat(measured.path("perplexity").doubleValue()).isBetween(1.0, 1.3);
        assertThat(Math.log(measured.path("perplexity").doubleValue()))
                .isCloseTo(measured.path("loss").doubleValue(), offset(1e-9));
    }

    @Test
    void adaptersAloneTeachAModelANewText() throws IOException {
        RmtRun.of("train", "--base", FACTS, "--data", data, "--lora", "8,16", "--segments", 1, "--steps", 60, "--batch",
                8,
                "--eval-every", 1, "--eval-samples", 8, "--lr", "0.01", "--out", run, "--threads", 1).fine();

        List<JsonNode> evaluations = evaluations();
        // Text of words that the model knows, in an order that it has never seen.
        assertThat(evaluations.getLast().path("perplexity").doubleValue())
                .isLessThan(evaluations.getFirst().path("perplexity").doubleValue() / 10);
    }

    @Test
    void itIsMeasuredWithAnotherText() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "sandra moved slowly in a garden ? ".repeat(40));

        train("--data", data, "--validation", other, "--steps", 60, "--eval-every", 60, "--lr", "0.01").fine();

        assertThat(evaluation().path("perplexity").doubleValue()).isGreaterThan(100);
    }

    @Test
    void aRunGoesOnWithoutTheFileItBeganWith() throws IOException {
        train("--data", data + "," + data, "--steps", 4, "--time-limit", "0s").fine();
        assertThat(run.resolve("data").resolve("training.tokens")).binaryContent().hasSize(2 * 40 * 7 * 4);
        Files.delete(data);

        RmtRun.of("train", "--resume", "--out", run, "--threads", 1).fine();

        assertThat(Files.readString(run.resolve("last").resolve("training_state.json"))).contains("\"step\" : 4");
    }

    @Test
    void badInputIsAnErrorInOneLineAndLeavesNothing() throws IOException {
        Path brief = Files.writeString(folder.resolve("brief.txt"), SENTENCE.repeat(2));
        Path binary = Files.write(folder.resolve("binary"), new byte[]{65, 0, 66});
        Path empty = Files.createFile(folder.resolve("empty.txt"));

        train("--data", brief).failsWith("brief.txt: 14 tokens are too few for a text of 1 segments of 16");
        train("--data", empty).failsWith("empty.txt: 0 tokens are too few");
        train("--data", data, "--validation", brief).failsWith("brief.txt: 14 tokens are too few");
        train("--data", binary).failsWith("binary: byte 1 is NUL");
        train("--data", folder.resolve("absent.txt")).failsWith("absent.txt");
        train("--data", data, "--task", "detect").failsWith("--task detect", "--data");
        train("--validation", data).failsWith("--validation", "--data");
        train("--data", data, "--carry", 2).failsWith("no texts without end");

        train("--data", data, "--steps", 1).fine();
    }

    private JsonNode evaluation() throws IOException {
        return evaluations().getLast();
    }

    private List<JsonNode> evaluations() throws IOException {
        List<JsonNode> evaluations = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode node = new ObjectMapper().readTree(line);
            if (node.path("kind").textValue().equals("evaluation")) {
                evaluations.add(node);
            }
        }
        return evaluations;
    }

    private RmtRun train(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", "--out", run, "--threads", 1, "--batch", 8,
                "--config", Fixtures.WORDS.resolve("config.json"), "--segment-size", 16, "--segments", "1,2",
                "--eval-samples", 16));
        arguments.addAll(List.of(more));
        return RmtRun.of(arguments.toArray());
    }
}
