package org.tornadormt.checkpoints.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxiesTest {
    private static final URI HUB = URI.create("https://huggingface.co/org/tiny");

    private static Proxy proxy(URI address, Map<String, String> variables) {
        return new EnvironmentProxies(variables).select(address).getFirst();
    }

    @Test
    void eachSchemeHasItsProxy() {
        Map<String, String> variables = Map.of("HTTPS_PROXY", "http://secure:3128", "http_proxy", "plain");

        assertThat(proxy(HUB, variables)).isEqualTo(new Proxy(Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved("secure", 3128)));
        assertThat(proxy(URI.create("http://example.org"), variables)).isEqualTo(new Proxy(Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved("plain", 80)));
        assertThat(proxy(HUB, Map.of())).isEqualTo(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "huggingface.co           | true",
        "a.org, HUGGINGFACE.co    | true",
        "a.org huggingface.co:443 | true",
        ".co                      | true",
        "*.co                     | true",
        "*                        | true",
        "huggingface.co:80        | false",
        "face.co                  | false",
        "cdn.huggingface.co       | false",
        "''                       | false",
    })
    void someHostsHaveNone(String list, boolean direct) {
        assertThat(proxy(HUB, Map.of("https_proxy", "http://p:1", "no_proxy", list)).equals(Proxy.NO_PROXY))
                .isEqualTo(direct);
    }

    @Test
    void aProxyThatIsNoneIsRefusedAndNotShown() {
        Map<String, String> variables = Map.of("HTTPS_PROXY", "socks5://me:confidential@host");

        assertRefused(() -> proxy(HUB, variables), "HTTPS_PROXY is not the address of a proxy");
        assertThat(catchThrowable(() -> proxy(HUB, variables))).message().doesNotContain("confidential");
    }

    @Test
    void aDownloadGoesThroughTheProxyWithItsNameAndPassword(@TempDir Path cache) {
        try (FakeHub hub = new FakeHub()) {
            hub.file("config.json", "{}").largeFile("model.safetensors", new byte[]{1}).publish("main");
            Map<String, String> environment = hub.environment(cache, "HF_ENDPOINT", "http://hub.invalid", "HTTP_PROXY",
                    "http://me:p%40ss+word@localhost:" + hub.server().port());

            new RecordingListener().pull(environment).pull(FakeHub.MODEL, false);

            String credentials = Base64.getEncoder().encodeToString("me:p@ss+word".getBytes(StandardCharsets.UTF_8));
            assertThat(hub.loggedRequests()).hasSize(3).allSatisfy(request -> {
                assertThat(request.getHeader("Host")).isEqualTo("hub.invalid");
                assertThat(request.getHeader("Proxy-Authorization")).isEqualTo("Basic " + credentials);
            });
        }
    }

    @Test
    void theCredentialsOfTheProxyGoToNobodyElse(@TempDir Path cache) {
        try (FakeHub hub = new FakeHub()) {
            hub.file("config.json", "{}").largeFile("model.safetensors", new byte[]{1}).publish("main");
            Map<String, String> environment = hub.environment(cache, "HTTP_PROXY", "http://me:pass@proxy.invalid",
                    "NO_PROXY", "localhost");

            new RecordingListener().pull(environment).pull(FakeHub.MODEL, false);

            assertThat(hub.loggedRequests()).hasSize(3).allSatisfy(
                    request -> assertThat(request.getHeaders().keys()).doesNotContain("Proxy-Authorization"));
        }
    }
}
