package org.tornadormt.checkpoints.hub;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;
import static org.tornadormt.checkpoints.hub.FakeHub.COMMIT;
import static org.tornadormt.checkpoints.hub.FakeHub.MODEL;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is downloaded when all goes well, and where it lies. */
class HubPullTest {
    private static final byte[] WEIGHTS = new byte[300_000];

    static {
        new Random(1).nextBytes(WEIGHTS);
    }

    @RegisterExtension
    static final FakeHub HUB = new FakeHub();

    @TempDir
    private Path cache;

    private final RecordingListener listener = new RecordingListener();
    private Map<String, String> environment;

    @BeforeEach
    void publish() {
        HUB.file("config.json", "{}").file("tokenizer.json", "{\"version\": \"1.0\"}").file("README.md", "text")
                .largeFile("model.safetensors", WEIGHTS).largeFile("pytorch_model.bin", new byte[10])
                .publish("main");
        environment = HUB.environment(cache);
    }

    private Path pull(String model) {
        return listener.pull(environment).pull(HubModel.parse(model), false);
    }

    private Path repository() {
        return cache.resolve("models--org--tiny");
    }

    @Test
    void bringsConfigurationTokenizerAndTheWeightsOnce() throws IOException {
        Path folder = pull("org/tiny");

        assertThat(namesIn(folder)).containsExactly("config.json", "model.safetensors", "tokenizer.json");
        assertThat(folder.resolve("config.json")).hasContent("{}");
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(listener.notes).isEmpty();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void theFolderIsLaidOutAsPythonDoes() throws IOException {
        Path folder = pull("org/tiny");

        assertThat(folder).isEqualTo(repository().resolve("snapshots").resolve(COMMIT));
        assertThat(Files.readSymbolicLink(folder.resolve("config.json")))
                .isEqualTo(Path.of("..", "..", "blobs", FakeHub.gitHash("{}".getBytes())));
        assertThat(Files.readSymbolicLink(folder.resolve("model.safetensors")))
                .isEqualTo(Path.of("..", "..", "blobs", FakeHub.sha256(WEIGHTS)));
        assertThat(repository().resolve("refs/main")).hasBinaryContent(COMMIT.getBytes());
        assertThat(namesIn(repository().resolve("blobs"))).hasSize(3).noneMatch(name -> name.contains("incomplete"));
        assertThat(repository().resolve(".no_exist").resolve(COMMIT).resolve("vocab.txt")).isEmptyFile();
    }

    @Test
    void tellsHowFarItIs() {
        pull("org/tiny");

        assertThat(listener.files).containsExactly("config.json", "tokenizer.json", "model.safetensors");
        assertThat(listener.advances).last().isEqualTo((long) WEIGHTS.length);
        assertThat(listener.ended).isEqualTo(3);
    }

    @Test
    void aSecondTimeOnlyAsksWhatTheBranchIs() {
        pull("org/tiny");
        HUB.server().resetRequests();

        pull("org/tiny");

        assertThat(HUB.requests()).containsExactly(FakeHub.listPath("main"));
    }

    @Test
    void aCommitThatIsThereIsNotAskedFor() {
        pull("org/tiny");
        HUB.server().resetRequests();

        assertThat(pull("org/tiny@" + COMMIT)).isEqualTo(repository().resolve("snapshots").resolve(COMMIT));

        assertThat(HUB.requests()).isEmpty();
    }

    @Test
    void aCommitOfWhichAFileMayBeMissingIsAskedFor() throws IOException {
        HUB.publish(COMMIT);
        Path folder = pull("org/tiny");
        Files.delete(folder.resolve("tokenizer.json"));

        pull("org/tiny@" + COMMIT);

        assertThat(folder.resolve("tokenizer.json")).hasContent("{\"version\": \"1.0\"}");
    }

    @Test
    void aTagAndABranchWithASlashAreRevisions() {
        HUB.publish("v1.0").publish("refs/pr/7");

        assertThat(pull("org/tiny@v1.0")).isEqualTo(pull("org/tiny@refs/pr/7"));

        assertThat(repository().resolve("refs/v1.0")).hasContent(COMMIT);
        assertThat(repository().resolve("refs/refs/pr/7")).hasContent(COMMIT);
        assertThat(repository().resolve("refs/main")).doesNotExist();
    }

    @Test
    void aCommitIsARevisionWithoutAReference() {
        HUB.publish(COMMIT);

        pull("org/tiny@" + COMMIT);

        assertThat(repository().resolve("refs")).doesNotExist();
    }

    @Test
    void aBranchThatMovedBringsWhatIsNewOnly() {
        String next = "f".repeat(40);
        pull("org/tiny");
        HUB.server().resetRequests();
        HUB.publish("main", next);

        Path folder = pull("org/tiny");

        assertThat(folder).isEqualTo(repository().resolve("snapshots").resolve(next));
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(repository().resolve("refs/main")).hasContent(next);
        assertThat(HUB.requests()).as("the contents are the same").containsExactly(FakeHub.listPath("main"));
    }

    @Test
    void aBlobOfTheWrongSizeIsReplaced() throws IOException {
        Path folder = pull("org/tiny");
        Files.write(folder.resolve("model.safetensors").toRealPath(), new byte[3]);

        pull("org/tiny");

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void aFileThatTheListTellsNothingOfIsAskedForItsHash() {
        HUB.listNameOnly("config.json").listNameOnly("model.safetensors").publish("main");

        Path folder = pull("org/tiny");

        assertThat(folder.resolve("config.json")).hasContent("{}");
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(HUB.loggedRequests()).filteredOn(request -> request.getMethod().getName().equals("HEAD"))
                .hasSize(2);
    }

    @Test
    void aModelThatWasRenamedIsFollowed() {
        HUB.server().stubFor(get(urlEqualTo("/api/models/old/name/revision/main?blobs=true")).willReturn(aResponse()
                .withStatus(307).withHeader("Location", FakeHub.listPath("main"))));
        for (String file : new String[]{"config.json", "tokenizer.json", "model.safetensors"}) {
            HUB.server().stubFor(get(urlEqualTo("/old/name/resolve/" + COMMIT + "/" + file)).willReturn(aResponse()
                    .withStatus(307).withHeader("Location", FakeHub.path(file))));
        }

        assertThat(pull("old/name").resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void anEmptyFileIsAFile() {
        HUB.file("merges.txt", "").publish("main");

        assertThat(pull("org/tiny").resolve("merges.txt")).isEmptyFile();
    }

    @Test
    void ofSeveralFilesOfWeightsThoseOfTheIndexAreTaken() throws IOException {
        try (FakeHub sharded = new FakeHub()) {
            sharded.file("config.json", "{}").largeFile("model-1.safetensors", new byte[]{1})
                    .largeFile("model-2.safetensors", new byte[]{2}).largeFile("other.safetensors", new byte[]{3})
                    .file("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"model-1.safetensors\", "
                            + "\"b\": \"model-2.safetensors\", \"c\": \"model-1.safetensors\"}}")
                    .publish("main");

            Path folder = listener.pull(sharded.environment(cache)).pull(MODEL, false);

            assertThat(namesIn(folder)).containsExactly("config.json", "model-1.safetensors", "model-2.safetensors",
                    "model.safetensors.index.json");
        }
    }

    @Test
    void anIndexThatNamesAFileWhichIsNotThereIsRefusedAndMakesNoReference() {
        try (FakeHub sharded = new FakeHub()) {
            sharded.file("config.json", "{}").file("model.safetensors.index.json",
                    "{\"weight_map\": {\"a\": \"model-1.safetensors\"}}").publish("main");

            assertRefused(() -> listener.pull(sharded.environment(cache)).pull(MODEL, false),
                    "names model-1.safetensors, which the model does not have");
            assertThat(repository().resolve("refs")).doesNotExist();
        }
    }

    @Test
    void weightsOfPyTorchAreTakenIfThereAreNoOthers() throws IOException {
        try (FakeHub old = new FakeHub()) {
            old.largeFile("pytorch_model.bin", WEIGHTS).largeFile("training_args.bin", new byte[5]).publish("main");

            Path folder = listener.pull(old.environment(cache)).pull(MODEL, false);

            assertThat(namesIn(folder)).containsExactly("pytorch_model.bin");
            assertThat(listener.notes).singleElement().asString().contains("org/tiny has no config.json");
        }
    }

    private static Stream<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }
}
