package org.tornadormt.checkpoints.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;
import static org.tornadormt.checkpoints.hub.FakeHub.COMMIT;
import static org.tornadormt.checkpoints.hub.FakeHub.MODEL;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Finding a model without the network. The cache is one that Python could have written. */
class HubSnapshotsTest {
    @RegisterExtension
    static final FakeHub HUB = new FakeHub();

    @TempDir
    private Path cache;

    private Path snapshot;

    @BeforeEach
    void snapshot() throws IOException {
        Path repository = cache.resolve("models--org--tiny");
        snapshot = Files.createDirectories(repository.resolve("snapshots").resolve(COMMIT));
        Files.createDirectories(repository.resolve("refs"));
        Files.writeString(repository.resolve("refs/main"), COMMIT);
        Files.writeString(snapshot.resolve("config.json"), "{}");
        Files.writeString(snapshot.resolve("model.safetensors"), "weights");
    }

    @AfterEach
    void noRequestWasMade() {
        assertThat(HUB.requests()).isEmpty();
    }

    private Path find(String model) {
        return new HubSnapshots(HubEnvironment.of(HUB.environment(cache))).folder(HubModel.parse(model));
    }

    private Path pullOffline(String... variables) {
        return new RecordingListener().pull(HUB.environment(cache, variables)).pull(MODEL, variables.length == 0);
    }

    @Test
    void aBranchAndACommitAreFound() {
        assertThat(find("org/tiny")).isEqualTo(snapshot);
        assertThat(find("org/tiny@" + COMMIT)).isEqualTo(snapshot);
    }

    @Test
    void whatIsNotThereSaysHowToGetIt() {
        assertRefused(() -> find("org/other"), "org/other is not in the cache " + cache, "run: rmt pull org/other");
        assertRefused(() -> find("org/tiny@v2"), "run: rmt pull org/tiny@v2");
        assertRefused(() -> find("org/tiny@" + "f".repeat(40)), "is not in the cache");
    }

    @Test
    void weightsThatAreMissingAreNamed() throws IOException {
        Files.delete(snapshot.resolve("model.safetensors"));

        assertRefused(() -> find("org/tiny"), "without weights; run: rmt pull org/tiny");
    }

    @Test
    void shardsThatAreMissingAreNamed() throws IOException {
        Files.move(snapshot.resolve("model.safetensors"), snapshot.resolve("model-1.safetensors"));
        Files.writeString(snapshot.resolve("model.safetensors.index.json"), "{\"weight_map\": {\"a\": "
                + "\"model-1.safetensors\", \"b\": \"model-2.safetensors\", \"c\": \"model-3.safetensors\"}}");

        assertRefused(() -> find("org/tiny"), "without model-2.safetensors, model-3.safetensors;");
    }

    @Test
    void offlineFindsWhatIsThere() {
        assertThat(pullOffline()).isEqualTo(snapshot);
        assertThat(pullOffline("HF_HUB_OFFLINE", "1")).isEqualTo(snapshot);
    }

    @Test
    void offlineSaysWhatIsMissing() throws IOException {
        Files.delete(snapshot.resolve("model.safetensors"));

        assertRefused(this::pullOffline, "without weights", "when the network may be used");
    }

    @Test
    void anIndexThatLeadsOutOfItsFolderIsRefused() throws IOException {
        Files.delete(snapshot.resolve("model.safetensors"));
        Files.writeString(snapshot.resolve("pytorch_model.bin.index.json"), "{\"weight_map\": {\"a\": \"../x.bin\"}}");

        assertRefused(() -> find("org/tiny"), "\"../x.bin\" is not a plain file name");
    }
}
