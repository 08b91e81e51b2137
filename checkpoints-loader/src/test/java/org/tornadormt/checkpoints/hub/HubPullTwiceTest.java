package org.tornadormt.checkpoints.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.hub.FakeHub.MODEL;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several downloads of one model at once. */
class HubPullTwiceTest {
    private static final int PULLS = 4;

    @Test
    void eachFileComesOnceAndIsRight(@TempDir Path cache) throws Exception {
        byte[] weights = new byte[2_000_000];
        new Random(3).nextBytes(weights);
        try (FakeHub hub = new FakeHub(); ExecutorService threads = Executors.newFixedThreadPool(PULLS)) {
            hub.file("config.json", "{}").largeFile("model.safetensors", weights).publish("main");
            List<Future<Path>> pulls = new ArrayList<>();
            for (int i = 0; i < PULLS; i++) {
                HubPull pull = new HubPull(HubEnvironment.of(hub.environment(cache)), new RecordingListener(),
                        _ -> Thread.sleep(1), Duration.ofSeconds(10));
                pulls.add(threads.submit(() -> pull.pull(MODEL, false)));
            }

            for (Future<Path> pull : pulls) {
                assertThat(pull.get().resolve("model.safetensors")).hasBinaryContent(weights);
            }
            assertThat(hub.requests()).filteredOn(FakeHub.path("model.safetensors")::equals).hasSize(1);
            assertThat(hub.requests()).filteredOn(FakeHub.path("config.json")::equals).hasSize(1);
        }
    }
}
