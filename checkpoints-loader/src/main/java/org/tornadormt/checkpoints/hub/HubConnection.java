package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * Asks the hub. Redirects are followed by hand, because the token goes to the hub only and never to the servers that it
 * sends us to. No message holds an address with its query, since those servers take signatures in it.
 */
final class HubConnection implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 10;

    private final HttpClient client;
    private final URI endpoint;
    private final Optional<HubToken> token;
    private final Duration patience;

    private final ProxySelector proxies;

    /** A connection that waits at most {@code patience} for anything. */
    HubConnection(HubEnvironment environment, Duration patience) {
        this.patience = patience;
        endpoint = environment.endpoint();
        token = environment.token();
        proxies = environment.proxies();
        // HTTP/1.1: for one long download after the other, streams that share a connection have no advantage.
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER).proxy(proxies).build();
    }

    URI endpoint() {
        return endpoint;
    }

    Optional<HubToken> token() {
        return token;
    }

    /** Gets what is at an address, following redirects. Any status but a redirect is an answer. */
    Reply get(URI address, Map<String, String> headers) throws TemporaryFailure {
        return follow("GET", address, headers, true);
    }

    /** Asks for the headers only, and not beyond the hub itself. */
    Reply head(URI address) throws TemporaryFailure {
        return follow("HEAD", address, Map.of(), false);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private Reply follow(String method, URI start, Map<String, String> headers, boolean beyondHub)
            throws TemporaryFailure {
        URI address = start;
        boolean atHub = true;
        var hubHeaders = new ArrayList<HttpHeaders>();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            // Who was sent away from the hub is no longer trusted, not even if sent back.
            atHub &= isHub(address);
            HttpResponse<InputStream> response = send(request(method, address, headers, atHub));
            if (atHub) {
                hubHeaders.add(response.headers());
            }
            Optional<String> location = response.headers().firstValue("Location");
            if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
                return Reply.of(response, List.copyOf(hubHeaders));
            }
            URI next = target(address, location.get());
            if (!beyondHub && !isHub(next)) {
                return Reply.of(response, List.copyOf(hubHeaders));
            }
            discard(response);
            address = next;
        }
        throw new CheckpointException("%s sends us round in circles; is HF_ENDPOINT right?".formatted(start.getHost()));
    }

    private HttpRequest request(String method, URI address, Map<String, String> headers, boolean atHub) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", "tornadormt").header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        if (proxies instanceof EnvironmentProxies known) {
            // Not an authenticator, with which the client fails on answers that ask for a token. The client keeps this
            // header from all but the proxy.
            known.authorization(address).ifPresent(value -> request.header("Proxy-Authorization", value));
        }
        if (atHub) {
            token.ifPresent(known -> request.header("Authorization", known.authorization()));
        }
        return request.build();
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws TemporaryFailure {
        String host = request.uri().getHost();
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckpointException("interrupted; run the same command again to go on", e);
        } catch (SSLException e) {
            throw new CheckpointException(("no safe connection to %s (%s); behind a proxy that opens connections, give "
                    + "Java its certificates with RMT_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE")
                    .formatted(host, reason(e)), e);
        } catch (ConnectException e) {
            throw TemporaryFailure.cut("cannot connect to %s; check the network, HTTPS_PROXY and HF_ENDPOINT"
                    .formatted(host), e, false);
        } catch (HttpTimeoutException e) {
            throw TemporaryFailure.cut("%s did not answer for %d s".formatted(host, patience.toSeconds()), e, false);
        } catch (IOException e) {
            throw TemporaryFailure.cut("the connection to %s failed (%s)".formatted(host, reason(e)), e, false);
        }
    }

    /** Scheme, host and port: another port is another server. */
    private boolean isHub(URI address) {
        return endpoint.getScheme().equalsIgnoreCase(address.getScheme())
                && endpoint.getHost().equalsIgnoreCase(address.getHost()) && port(endpoint) == port(address);
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    /** Where a redirect leads: from a connection that is encrypted only to another such. */
    static URI target(URI from, String location) {
        try {
            URI target = from.resolve(location);
            boolean safe = "https".equalsIgnoreCase(target.getScheme());
            boolean asSafeAsBefore = "http".equalsIgnoreCase(target.getScheme())
                    && "http".equalsIgnoreCase(from.getScheme());
            if (target.getHost() != null && (safe || asSafeAsBefore)) {
                return target;
            }
        } catch (IllegalArgumentException _) {
            // Not an address: the same answer.
        }
        throw new CheckpointException(from.getHost() + " sends us to a place that is no safe address; is HF_ENDPOINT "
                + "right?");
    }

    private static void discard(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException _) {
            // Nobody wanted it.
        }
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
