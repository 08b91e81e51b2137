package org.tornadormt.checkpoints.hub;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubConnectionTest {
    private static final URI ENCRYPTED = URI.create("https://hub.example.org/a/b");
    private static final URI PLAIN = URI.create("http://hub.example.org/a/b");

    @Test
    void aRedirectMayBeRelative() {
        assertThat(HubConnection.target(ENCRYPTED, "/c?d=e")).hasToString("https://hub.example.org/c?d=e");
        assertThat(HubConnection.target(PLAIN, "c")).hasToString("http://hub.example.org/a/c");
    }

    @Test
    void aRedirectNeverEndsTheEncryption() {
        assertRefused(() -> HubConnection.target(ENCRYPTED, "http://hub.example.org/a/b"), "no safe address");
        assertThat(HubConnection.target(PLAIN, "https://cdn.example.org/x")).hasToString("https://cdn.example.org/x");
    }

    @Test
    void aServerThatCannotProveWhoItIsIsRefusedAtOnce(@TempDir Path cache) {
        WireMockServer server = new WireMockServer(options().dynamicPort().dynamicHttpsPort());
        server.start();
        try {
            RecordingListener listener = new RecordingListener();
            HubPull pull = listener
                    .pull(Map.of("HF_ENDPOINT", "https://localhost:" + server.httpsPort(), "HF_HUB_CACHE",
                            cache.toString(), "HF_HOME", cache.toString()));

            assertRefused(() -> pull.pull(FakeHub.MODEL, false), "no safe connection to localhost", "trustStore");
            assertThat(listener.waits).isEmpty();
        } finally {
            server.stop();
        }
    }
}
