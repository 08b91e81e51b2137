package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
    private static final Path FACTS = Path.of("..", "models", "facts");

    @TempDir
    private Path folder;
    private Path run;

    @BeforeEach
    void nameAFolder() {
        run = folder.resolve("run");
    }

    @Test
    void aRunLeavesCheckpointsMetricsAndAPicture() throws IOException {
        String out = train("--steps", 4, "--eval-every", 2, "--carry", 2, "--stage-steps", 1, "--segments", "1,2")
                .fine().out();

        assertThat(out).contains("4 steps", "step 2: memorize", "stage 1 ended after its most steps",
                "now carried state");
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .filter(line -> line.contains("\"kind\":\"step\""))).hasSize(4);
        assertThat(Files.readAllBytes(run.resolve("loss.png"))).startsWith(0x89, 'P', 'N', 'G');
        for (String checkpoint : List.of("last", "best")) {
            assertThat(RmtRun.of("info", run.resolve(checkpoint)).fine().out()).contains("gpt2");
        }
    }

    @Test
    void aMemoryInFrontIsKeptInTheCheckpointAndWhenARunGoesOn() throws IOException {
        train("--steps", 2, "--front-memory", "--time-limit", "0s").fine();
        RmtRun.of("train", "--resume", "--out", run, "--threads", 1).fine();
        assertThat(run.resolve("last").resolve("rmt_config.json")).content().contains("\"mem_at_end\" : false");
        assertThat(RmtRun.of("info", run.resolve("last")).fine().out()).contains("profile front");
    }

    @Test
    void aRunThatRanOutOfTimeGoesOnWithItsOptions() throws IOException {
        train("--steps", 3, "--seed", 5, "--time-limit", "0s").fine();
        assertThat(Files.readString(run.resolve("last").resolve("training_state.json"))).contains("\"step\" : 1");

        RmtRun.of("train", "--resume", "--out", run, "--threads", 1, "--seed", 6).failsWith("--seed 6", "with 5");
        RmtRun.of("train", "--resume", "--out", run, "--threads", 1, "--lr", "0.1").failsWith("--lr 0.1",
                "began without it");
        assertThat(RmtRun.of("train", "--resume", "--out", run, "--threads", 1, "--seed", 5).fine().out())
                .contains("going on behind step 1 of 3 steps", "seed 5");
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .filter(line -> line.contains("\"kind\":\"step\""))).hasSize(3);
    }

    @Test
    void aRunEndsWithTheStepThatReachesItsTokens() throws IOException {
        // A step reads 4 texts of one segment of 32 tokens.
        train("--steps", 9, "--segments", 1, "--token-limit", 300).fine();
        assertThat(steps()).hasSize(3).last().asString().contains("\"tokens\":384");

        RmtRun.of("train", "--resume", "--out", run, "--threads", 1, "--token-limit", 500).fine();
        assertThat(steps()).hasSize(4).last().asString().contains("\"tokens\":512");
    }

    private List<String> steps() throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .filter(line -> line.contains("\"kind\":\"step\"")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"facts", "facts-words"})
    void severalTasksTakeTurnsAlsoThoseThatGetHarder(String model) throws IOException {
        String out = train("--task", "memorize,detect,reasoning", "--config", FACTS.resolveSibling(model).resolve(
                "config.json"), "--segments", "1,2", "--steps", 2, "--eval-every", 1).fine().out();

        assertThat(out).containsPattern("step 2: memorize \\S+ %, detect \\S+ %, reasoning \\S+ %");
        assertThat(Files.readString(run.resolve("metrics.jsonl"))).contains("\"difficulty\":0.1,");
    }

    @Test
    void storiesAreReadInTheWordsOfTheirOwnConfiguration() {
        Path config = FACTS.resolveSibling("babi").resolve("config.json");

        train("--task", "qa8", "--steps", 1).failsWith("the vocabulary lacks");
        assertThat(train("--task", "qa1,qa8", "--config", config, "--steps", 2, "--eval-every", 2).fine().out())
                .containsPattern("step 2: qa1 \\S+ %, qa8 \\S+ %");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --segments     | 3,1      | stages of [3, 1] segments
            --segments     | 0        | stages of [0] segments
            --segment-size | 5        | a segment of 5 tokens cannot hold a fact and its question
            --segment-size | 400      | the largest --segment-size is 32
            --lr           | 0        | a learning rate of 0.0
            --batch        | 0        | a batch of 0 texts
            --steps        | 0        | at least one step
            --carry-pool   | 2        | --carry-pool
            --clip-norm    | -1       | must be positive
            --mem-tokens   | 20       | positions
            --task         | nonsense | there is no task nonsense
            --config       | absent   | absent
            --difficulty-by | 0       | in steps of 0.0
            --lora         | 8;4      | is not a rank such as 8
            --lora         | 0        | a rank of at least 1
            --lora         | 100      | ask for at most 64
            --wild-tokens  | 300      | 300
            """)
    void anOptionThatCannotBeFollowedIsAnErrorInOneLine(String option, String value, String part) {
        List<Object> more = new ArrayList<>(List.of(option, value));
        if (option.equals("--carry-pool")) {
            more.addAll(List.of("--carry", 2));
        }
        RmtRun failed = train(more.toArray());

        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.err().lines().filter(line -> !line.contains("warning"))).hasSize(1);
        assertThat(failed.err()).contains(option.equals("--carry-pool") ? "from-pool is a probability" : part);
    }

    @Test
    void aRefusedRunLeavesNothingInTheWayOfTheNext() {
        train("--segment-size", 5).failsWith("cannot hold a fact");

        train("--steps", 1).fine();
    }

    @Test
    void aClassifierDoesNotBeginFromNothing() {
        Path bert = Path.of("..", "model", "src", "test", "resources", "fixtures", "bert-rmt", "config.json");

        train("--config", bert, "--segment-size", 8).failsWith("only language models begin from nothing");
    }

    @Test
    void aLengthThatATaskCannotHaveIsRefusedBeforeTheFirstStep() {
        Path config = Path.of("..", "models", "algorithmic", "config.json");

        train("--task", "retrieval", "--config", config, "--segments", 2, "--segment-size", 5)
                .failsWith("10 tokens are not 1 segments of 5 but 2");
        assertThat(run.resolve("metrics.jsonl")).doesNotExist();
        train("--task", "retrieval", "--config", config, "--segments", 2, "--segment-size", 5, "--fixed-length",
                "--steps", 1).fine();
    }

    @Test
    void aModelWhoseVocabularyLacksATargetIsRefused() throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(Fixtures.WORDS.resolve("config.json"))
                .replace("\"vocab_size\": 177", "\"vocab_size\": 100"));

        RmtRun.of("train", "--task", "detect", "--config", config, "--tokenizer",
                Fixtures.WORDS.resolve("tokenizer.json"),
                "--segment-size", 32, "--out", run, "--threads", 1).failsWith("ids up to 176", "ids 0 to 99",
                        "vocab_size");
    }

    @Test
    void whatIsInAFolderIsNeverReplaced() throws IOException {
        Files.createDirectories(run);
        Path mine = Files.writeString(run.resolve("config.json"), "{}");

        train("--steps", 1).failsWith(run.toString(), "not empty");
        RmtRun.of("train", "--resume", "--out", run).failsWith("no run to go on with");
        assertThat(mine).hasContent("{}");
    }

    @Test
    void aFolderThatCannotBeWrittenIsAnErrorAndWhatWasSavedStays() throws IOException {
        train("--steps", 9, "--time-limit", "0s").fine();
        byte[] saved = Files.readAllBytes(run.resolve("last").resolve("model.safetensors"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(run), "the superuser writes anywhere");

        RmtRun.of("train", "--resume", "--out", run, "--threads", 1).failsWith("Cannot write");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(run.resolve("last").resolve("model.safetensors")).hasBinaryContent(saved);
    }

    private RmtRun train(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", "--out", run, "--threads", 1));
        List<Object> given = List.of(more);
        List<List<Object>> usual = List.of(List.of("--task", "memorize,detect"), List.of("--batch", 4),
                List.of("--config", FACTS.resolve("config.json")), List.of("--eval-samples", 4),
                List.of("--save-every", 1));
        usual.stream().filter(option -> !given.contains(option.getFirst())).forEach(arguments::addAll);
        arguments.addAll(given);
        return RmtRun.of(arguments.toArray());
    }
}
