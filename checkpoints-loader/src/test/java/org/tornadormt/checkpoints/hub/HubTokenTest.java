package org.tornadormt.checkpoints.hub;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.tornadormt.checkpoints.Refusal.assertRefused;
import static org.tornadormt.checkpoints.hub.FakeHub.MODEL;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The token goes to the hub, and nowhere else. */
class HubTokenTest {
    private static final String TOKEN = "hf_confidential";
    private static final byte[] WEIGHTS = {1, 2, 3};

    @RegisterExtension
    static final FakeHub HUB = new FakeHub();

    @TempDir
    private Path cache;

    private final WireMockServer elsewhere = new WireMockServer(options().dynamicPort().bindAddress("localhost"));
    private final RecordingListener listener = new RecordingListener();

    @AfterEach
    void stop() {
        elsewhere.stop();
    }

    private Path pull(Map<String, String> environment) {
        return listener.pull(environment).pull(MODEL, false);
    }

    @Test
    void theTokenGoesToTheHubAndNotToWhereItSendsUs() {
        elsewhere.start();
        elsewhere.stubFor(get(urlPathEqualTo("/blob")).willReturn(aResponse().withBody(WEIGHTS)));
        HUB.file("config.json", "{}").largeFileElsewhere("model.safetensors", WEIGHTS,
                elsewhere.baseUrl() + "/blob?Signature=x").publish("main");

        Path folder = pull(HUB.environment(cache, "HF_TOKEN", TOKEN));

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(HUB.loggedRequests()).hasSize(3).allSatisfy(
                request -> assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + TOKEN));
        assertThat(elsewhere.getServeEvents().getRequests()).singleElement().satisfies(event -> {
            assertThat(event.getRequest().getHeaders().keys()).doesNotContain("Authorization");
            assertThat(event.getRequest().getUrl()).doesNotContain(TOKEN);
        });
    }

    @Test
    void whoWasSentAwayDoesNotComeBackWithTheToken() {
        elsewhere.start();
        elsewhere.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(302).withHeader("Location",
                HUB.server().baseUrl() + "/back")));
        HUB.file("config.json", "{}").largeFileElsewhere("model.safetensors", WEIGHTS, elsewhere.baseUrl() + "/away")
                .publish("main");
        HUB.server().stubFor(get(urlPathEqualTo("/back")).willReturn(aResponse().withBody(WEIGHTS)));

        pull(HUB.environment(cache, "HF_TOKEN", TOKEN));

        assertThat(HUB.loggedRequests()).last().satisfies(request -> {
            assertThat(request.getUrl()).isEqualTo("/back");
            assertThat(request.getHeader("Authorization")).isNull();
        });
    }

    @Test
    void theTokenOfTheFileIsTakenIfThereIsNoVariable() throws IOException {
        Path home = Files.createDirectory(cache.resolve("home"));
        Files.writeString(home.resolve("token"), TOKEN + "\n");
        HUB.file("config.json", "{}").largeFile("model.safetensors", WEIGHTS).publish("main");

        pull(HUB.environment(cache, "HF_HOME", home.toString()));

        assertThat(HUB.loggedRequests()).allSatisfy(
                request -> assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + TOKEN));
    }

    @Test
    void withoutATokenThereIsNoHeader() {
        HUB.file("config.json", "{}").largeFile("model.safetensors", WEIGHTS).publish("main");

        pull(HUB.environment(cache));

        assertThat(HUB.loggedRequests()).allSatisfy(
                request -> assertThat(request.getHeaders().keys()).doesNotContain("Authorization"));
    }

    @Test
    void noFailureShowsTheTokenOrASignature() {
        elsewhere.start();
        elsewhere.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(400).withBody(TOKEN)));
        HUB.file("config.json", "{}").largeFileElsewhere("model.safetensors", WEIGHTS,
                elsewhere.baseUrl() + "/blob?Signature=confidential").publish("main");

        Throwable failure = catchThrowable(() -> pull(HUB.environment(cache, "HF_TOKEN", TOKEN)));

        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("HTTP 400").doesNotContain("confidential");
        assertThat(listener.notes).noneMatch(note -> note.contains("confidential"));
        assertThat(HubToken.of(TOKEN, "HF_TOKEN").toString()).doesNotContain(TOKEN);
    }

    @Test
    void aTokenThatIsNoneIsNotShown() {
        assertRefused(() -> pull(HUB.environment(cache, "HF_TOKEN", "confidential\nX-Header: 1")),
                "HF_TOKEN: this is not a token");
        assertThat(catchThrowable(() -> pull(HUB.environment(cache, "HF_TOKEN", "confidential\nX-Header: 1"))))
                .message().doesNotContain("confidential");
    }
}
