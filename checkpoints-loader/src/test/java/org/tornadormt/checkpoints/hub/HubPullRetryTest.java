package org.tornadormt.checkpoints.hub;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;
import static org.tornadormt.checkpoints.hub.FakeHub.COMMIT;
import static org.tornadormt.checkpoints.hub.FakeHub.MODEL;
import static org.tornadormt.checkpoints.hub.FakeHub.listPath;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong for a while is tried again, and not for ever. */
class HubPullRetryTest {
    private static final byte[] WEIGHTS = {1, 2, 3};

    @RegisterExtension
    static final FakeHub HUB = new FakeHub();

    @TempDir
    private Path cache;

    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void publish() {
        HUB.file("config.json", "{}").largeFile("model.safetensors", WEIGHTS).publish("main");
    }

    private Path pull() {
        return listener.pull(HUB.environment(cache)).pull(MODEL, false);
    }

    private void pullIsRight() {
        assertThat(pull().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    private void answersListFirst(ResponseDefinitionBuilder... responses) {
        String state = Scenario.STARTED;
        for (int i = 0; i <= responses.length; i++) {
            ResponseDefinitionBuilder response = i < responses.length ? responses[i] : HUB.listing(COMMIT);
            HUB.server().stubFor(get(urlEqualTo(listPath("main"))).inScenario("list").whenScenarioStateIs(state)
                    .willReturn(response).willSetStateTo("after " + i));
            state = "after " + i;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void aServerInTroubleIsAskedAgain(int status) {
        answersListFirst(aResponse().withStatus(status), aResponse().withStatus(status));

        pullIsRight();

        assertThat(listener.waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(listener.notes).first().asString().contains("HTTP " + status, "trying again in 1 s");
    }

    @Test
    void tooManyRequestsWaitsAsLongAsTheServerAsks() {
        answersListFirst(aResponse().withStatus(429).withHeader("Retry-After", "17"));

        pullIsRight();

        assertThat(listener.waits).containsExactly(Duration.ofSeconds(17));
    }

    @Test
    void theServerMayNameTheTime() {
        String time = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(90));
        answersListFirst(aResponse().withStatus(429).withHeader("Retry-After", time));

        pullIsRight();

        // The header has whole seconds, and the test a minute to get here.
        assertThat(listener.waits).singleElement().satisfies(wait -> assertThat(wait)
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(90)));
    }

    @Test
    void aServerThatAsksToWaitForTooLongIsLeftAlone() {
        answersListFirst(aResponse().withStatus(429).withHeader("Retry-After", "3600"));

        assertRefused(this::pull, "too many requests (HTTP 429)", "asks to wait 60 minutes");
        assertThat(listener.waits).isEmpty();
    }

    @Test
    void aServerThatStaysInTroubleIsGivenUp() {
        HUB.server().stubFor(get(urlEqualTo(listPath("main"))).willReturn(aResponse().withStatus(503)));

        assertRefused(this::pull, "HTTP 503", "gave up after 5 attempts");
        assertThat(listener.waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        FakeHub gone = new FakeHub();
        String address = gone.server().baseUrl();
        gone.close();
        Map<String, String> environment = HUB.environment(cache, "HF_ENDPOINT", address);

        assertRefused(() -> listener.pull(environment).pull(MODEL, false), "cannot connect to localhost",
                "HTTPS_PROXY");
    }
}
