package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullCommandTest {
    @TempDir
    private Path cache;

    private LocalHub hub;
    private Map<String, String> environment;

    @BeforeEach
    void start() throws IOException {
        hub = new LocalHub(Fixtures.FACTS);
        environment = hub.environment(cache);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private RmtRun rmt(Object... args) {
        return RmtRun.inEnvironment(environment, args);
    }

    private Path snapshot() {
        return cache.resolve("models--org--facts/snapshots").resolve(LocalHub.COMMIT).toAbsolutePath();
    }

    @Test
    void printsTheFolderAloneAndEverythingElseBesideIt() throws IOException {
        RmtRun run = rmt("pull", "org/facts").fine();

        assertThat(run.out()).isEqualTo(snapshot() + System.lineSeparator());
        assertThat(run.err().lines()).allMatch(line -> line.startsWith("rmt: downloading "))
                .contains(String.format(Locale.ROOT, "rmt: downloading model.safetensors (%,d bytes)",
                        Files.size(Fixtures.FACTS.resolve("model.safetensors"))));
        assertThat(snapshot().resolve("model.safetensors"))
                .hasSameBinaryContentAs(Fixtures.FACTS.resolve("model.safetensors"));
    }

    @Test
    void aSecondTimeItHasNothingToTell() {
        rmt("pull", "org/facts").fine();

        RmtRun run = rmt("pull", "org/facts").fine();

        assertThat(run.out()).isEqualTo(snapshot() + System.lineSeparator());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theNameStandsForTheFolderInOtherCommandsWithoutTheNetwork() {
        rmt("pull", "org/facts").fine();
        rmt("pull", "org/facts@v1").fine();
        hub.close();

        String expected = RmtRun.of("info", snapshot()).fine().out();
        assertThat(rmt("info", "org/facts").fine().out()).isEqualTo(expected);
        assertThat(rmt("info", "org/facts@v1").fine().out()).isEqualTo(expected);
        assertThat(rmt("info", "org/facts@" + LocalHub.COMMIT).fine().out()).isEqualTo(expected);
        assertThat(rmt("generate", "org/facts", "--prompt", "mary", "--max-new-tokens", 1, "--greedy").fine().out())
                .isNotEmpty();
    }

    @Test
    void aNameThatIsNotDownloadedSaysHowToDownloadItAndDoesNotDoSo() {
        for (String command : new String[]{"info", "read", "generate", "perplexity", "forward"}) {
            Object[] args = switch (command) {
                case "info" -> new Object[]{command, "org/facts"};
                case "read" -> new Object[]{command, "org/facts", "--ids", "-", "--memory-out", cache.resolve("m")};
                case "generate" -> new Object[]{command, "org/facts", "--prompt", "x", "--max-new-tokens", 1,
                    "--greedy"};
                case "forward" -> new Object[]{command, "org/facts", "--ids", "-", "--out", cache.resolve("o")};
                default -> new Object[]{command, "org/facts", "--ids", "-"};
            };
            rmt(args).failsWith("there is no folder org/facts", "not in the cache " + cache, "run: rmt pull org/facts");
        }
        assertThat(hub.requests()).isEmpty();
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void aFolderThatIsThereWinsOverANameOfTheHub() throws IOException {
        // The tests run in the folder of the module.
        assertThat(Files.isDirectory(Path.of("src/main"))).isTrue();

        rmt("info", "src/main").failsWith("src/main has no config.json");
    }

    @Test
    void anOutputNeverReplacesAFileOfTheCache() {
        rmt("pull", "org/facts").fine();

        rmt("read", "org/facts", "--ids", "-", "--memory-out", snapshot().resolve("model.safetensors"))
                .failsWith("is a file of the model");
    }

    @Test
    void aRevisionIsGivenOnce() {
        rmt("pull", "org/facts", "--revision", "v1").fine();
        assertThat(cache.resolve("models--org--facts/refs/v1")).exists();

        rmt("pull", "org/facts@v1", "--revision", "main").isWrongUsage("names a revision", "see rmt pull --help");
    }

    @Test
    void aNameThatIsNoneIsWrongUsage() {
        rmt("pull", "gpt2").isWrongUsage("\"gpt2\"", "ORG/NAME", "see rmt pull --help");
        rmt("pull", "../facts/x").isWrongUsage("is not the name of a model");
        rmt("pull", "org/facts", "--revision", "../x").isWrongUsage("\"../x\" is not a revision");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void aModelThatDoesNotExistIsOneLine() {
        rmt("pull", "org/nothing").failsWith("org/nothing", "HTTP 404");
    }

    @Test
    void offlineUsesNoNetwork() {
        rmt("pull", "org/facts", "--offline").failsWith("org/facts is not in the cache", "--offline");
        assertThat(hub.requests()).isEmpty();

        rmt("pull", "org/facts").fine();
        int before = hub.requests().size();
        assertThat(rmt("pull", "org/facts", "--offline").fine().out()).isEqualTo(snapshot() + System.lineSeparator());
        assertThat(hub.requests()).hasSize(before);
    }

    @Test
    void aCacheThatCannotBeWrittenIsOneLine() throws IOException {
        Path file = Files.writeString(cache.resolve("file"), "");
        environment = hub.environment(file);

        rmt("pull", "org/facts").failsWith("Cannot write " + file, "HF_HUB_CACHE");
    }

    @Test
    void whatThereIsToTellOfAWatchedDownloadHasLinesOfItsOwn() {
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err),
                new ByteArrayInputStream(new byte[0]), false, true, 80);
        try (PullProgress progress = new PullProgress(terminal)) {
            progress.started("model.safetensors", 5_000_000);
            progress.advanced(1_000_000);
            progress.note("trying again");
            progress.advanced(2_000_000);
            progress.ended();
        }

        assertThat(err.toString().lines()).containsExactly("rmt: downloading model.safetensors (5.0 MB)",
                "rmt: trying again");
    }
}
