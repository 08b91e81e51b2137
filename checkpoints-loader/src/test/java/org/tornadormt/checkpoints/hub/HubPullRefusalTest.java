package org.tornadormt.checkpoints.hub;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;
import static org.tornadormt.checkpoints.hub.FakeHub.COMMIT;
import static org.tornadormt.checkpoints.hub.FakeHub.MODEL;
import static org.tornadormt.checkpoints.hub.FakeHub.listPath;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub refuses, and what of the hub is refused: one line each, and nothing wrong in the cache. */
class HubPullRefusalTest {
    private static final byte[] CONTENT = {1, 2, 3, 4, 5};

    @RegisterExtension
    static final FakeHub HUB = new FakeHub();

    @TempDir
    private Path cache;

    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void publishConfiguration() {
        HUB.file("config.json", "{}");
    }

    private void refuses(String... parts) {
        assertRefused(() -> listener.pull(HUB.environment(cache)).pull(MODEL, false), parts);
        assertThat(cache.resolve("models--org--tiny/refs")).doesNotExist();
    }

    private void refusesWithToken(String... parts) {
        assertRefused(() -> listener.pull(HUB.environment(cache, "HF_TOKEN", "hf_secret")).pull(MODEL, false), parts);
    }

    private void answersList(ResponseDefinitionBuilder response) {
        HUB.server().stubFor(get(urlEqualTo(listPath("main"))).willReturn(response));
    }

    private void leavesNothingOfTheWeights() throws IOException {
        try (Stream<Path> blobs = Files.list(cache.resolve("models--org--tiny/blobs"))) {
            assertThat(blobs.map(blob -> blob.getFileName().toString()))
                    .containsExactly(FakeHub.gitHash("{}".getBytes()));
        }
        assertThat(cache.resolve("models--org--tiny/snapshots").resolve(COMMIT).resolve("model.safetensors"))
                .doesNotExist();
    }

    @Test
    void aModelThatDoesNotExist() {
        answersList(aResponse().withStatus(404).withHeader("X-Error-Code", "RepoNotFound"));
        refuses("org/tiny", "HTTP 404", "check the name");
    }

    @Test
    void aRevisionThatDoesNotExist() {
        answersList(aResponse().withStatus(404).withHeader("X-Error-Code", "RevisionNotFound"));
        refuses("org/tiny has no revision main", "HTTP 404");
    }

    @Test
    void aModelThatIsPrivateOrDoesNotExistAsksForAToken() {
        answersList(aResponse().withStatus(401));
        refuses("HTTP 401", "check the name, or set HF_TOKEN");
    }

    @Test
    void aTokenThatIsNotAccepted() {
        answersList(aResponse().withStatus(401).withBody("your token is hf_secret"));
        refusesWithToken("HTTP 401", "with the token of HF_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aGatedModelSaysWhereToAcceptTheConditions(int status) {
        answersList(aResponse().withStatus(status).withHeader("X-Error-Code", "GatedRepo"));
        refuses("gated", "accept the conditions on " + HUB.server().baseUrl() + "/org/tiny", "set HF_TOKEN");
        refusesWithToken("gated", "with the account of the token of HF_TOKEN");
    }

    @Test
    void aModelWithoutAccess() {
        answersList(aResponse().withStatus(403));
        refuses("no access (HTTP 403)", "accept the conditions");
    }

    @Test
    void anotherStatusIsNamed() {
        answersList(aResponse().withStatus(451));
        refuses("HTTP 451");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../config.json", "/etc/passwd", "a/../../b", "..", "a\\\\b", "C:x", "a//b", "a/./b",
        "a\\u0000b", ""})
    void aFileNameThatLeadsOutOfTheFolder(String name) {
        answersList(aResponse().withBody("{\"sha\": \"%s\", \"siblings\": [{\"rfilename\": \"%s\"}]}"
                .formatted(COMMIT, name)));
        refuses("the answer of the hub is not sound", "leads out of the folder");
        assertThat(cache).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<html>login</html>                        | not valid JSON",
        "{\"siblings\": []}                        | names no commit",
        "{\"sha\": \"../../x\", \"siblings\": []}  | names no commit",
        "[]                                        | not a JSON object",
    })
    void anAnswerThatIsNotThatOfAHub(String answer, String reason) {
        answersList(aResponse().withBody(answer));
        refuses(reason);
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void anAnswerAboutAnotherCommitThanTheOneAskedFor() {
        HUB.publish(COMMIT, "f".repeat(40));
        assertRefused(() -> listener.pull(HUB.environment(cache)).pull(HubModel.parse("org/tiny@" + COMMIT), false),
                "it is about commit fff");
    }

    @Test
    void aModelWithoutWeights() {
        HUB.publish("main");
        refuses("org/tiny has no weights", "model.safetensors");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void severalFilesOfWeightsThatAreNotClear() {
        HUB.largeFile("b.pth", CONTENT).largeFile("a.pth", CONTENT).publish("main");
        refuses("a.pth, b.pth", "not clear");
    }

    @Test
    void aLargeFileOfTheWrongHash() throws IOException {
        HUB.listLarge("model.safetensors", FakeHub.sha256(new byte[]{9}), CONTENT.length)
                .serve("model.safetensors", aResponse().withBody(CONTENT)).publish("main");
        refuses("model.safetensors of org/tiny", "damaged", "SHA-256", "removed, run the same command again");
        leavesNothingOfTheWeights();
    }

    @Test
    void anOrdinaryFileOfTheWrongHash() throws IOException {
        HUB.list("model.safetensors", FakeHub.gitHash(new byte[]{9}), CONTENT.length)
                .serve("model.safetensors", aResponse().withBody(CONTENT)).publish("main");
        refuses("model.safetensors of org/tiny", "damaged", "git SHA-1");
        leavesNothingOfTheWeights();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    void aFileOfTheWrongLength(int listed) throws IOException {
        HUB.listLarge("model.safetensors", FakeHub.sha256(CONTENT), listed)
                .serve("model.safetensors", aResponse().withBody(CONTENT)).publish("main");
        refuses("sends 5 bytes, and there should be " + listed);
        leavesNothingOfTheWeights();
    }

    @Test
    void aFileWhoseHeadersContradictTheList() throws IOException {
        HUB.listLarge("model.safetensors", FakeHub.sha256(new byte[]{9}), 1)
                .serve("model.safetensors", FakeHub.linked(CONTENT).withBody(CONTENT)).publish("main");
        refuses("announces another content");
        leavesNothingOfTheWeights();
    }

    @Test
    void aFileThatIsListedAndNotThere() throws IOException {
        HUB.listLarge("model.safetensors", FakeHub.sha256(CONTENT), CONTENT.length)
                .serve("model.safetensors", aResponse().withStatus(404)).publish("main");
        refuses("model.safetensors not found", "HTTP 404");
    }

    @Test
    void aFileWithoutAHashIsNotDownloaded() {
        HUB.listNameOnly("model.safetensors").serve("model.safetensors", aResponse().withHeader("ETag", "\"v1\"")
                .withBody(CONTENT)).publish("main");
        refuses("does not tell size and hash of model.safetensors");
    }

    @Test
    void aFileThatTheDiskHasNoRoomFor() {
        HUB.listLarge("model.safetensors", FakeHub.sha256(CONTENT), 1L << 60).publish("main");
        refuses("org/tiny needs 1,152,921,504,606 MB more", "HF_HUB_CACHE");
        assertThat(HUB.requests()).as("found before the download").containsExactly(listPath("main"));
    }

    @Test
    void redirectsInACircle() {
        HUB.server().stubFor(any(anyUrl()).willReturn(aResponse().withStatus(302).withHeader("Location", "/again")));
        refuses("in circles");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://example.org/x", "http://[", "https:"})
    void aRedirectToAPlaceThatIsNoSafeAddress(String location) {
        answersList(aResponse().withStatus(302).withHeader("Location", location));
        refuses("no safe address");
    }

    @Test
    void aCacheThatIsAFile() throws IOException {
        HUB.largeFile("model.safetensors", CONTENT).publish("main");
        Path file = Files.writeString(cache.resolve("file"), "");
        assertRefused(() -> listener.pull(HUB.environment(file)).pull(MODEL, false), "Cannot write " + file,
                "HF_HUB_CACHE");
    }
}
