package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * Proxies as {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} say, in capitals or small. {@code NO_PROXY}
 * is a list of hosts, each with or without a port, that cover their subdomains too; {@code *} is every host.
 */
final class EnvironmentProxies extends ProxySelector {
    private final Map<String, String> variables;

    EnvironmentProxies(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public List<Proxy> select(URI uri) {
        return proxyOf(uri)
                .map(proxy -> new Proxy(Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy))))
                .map(List::of).orElse(List.of(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The request fails with the same exception, which is reported there.
    }

    /** The value of the header {@code Proxy-Authorization} for an address, if its proxy has a name and a password. */
    Optional<String> authorization(URI uri) {
        return proxyOf(uri).map(URI::getRawUserInfo).map(EnvironmentProxies::basic);
    }

    private Optional<URI> proxyOf(URI uri) {
        return excluded(uri) ? Optional.empty() : proxy(uri.getScheme().toLowerCase(Locale.ROOT));
    }

    private Optional<URI> proxy(String scheme) {
        String name = scheme + "_proxy";
        return variable(name).map(value -> parse(value, name.toUpperCase(Locale.ROOT)));
    }

    private boolean excluded(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return variable("no_proxy").stream().flatMap(list -> Stream.of(list.split("[,\\s]+")))
                .map(entry -> entry.toLowerCase(Locale.ROOT)).filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> covers(entry, host, port));
    }

    private static boolean covers(String entry, String host, int port) {
        String withoutPort = entry.replaceFirst(":" + port + "$", "");
        String domain = withoutPort.replaceFirst("^\\*?\\.", "");
        return entry.equals("*") || host.equals(domain) || host.endsWith("." + domain);
    }

    private Optional<String> variable(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT)).map(variables::get)
                .filter(value -> value != null && !value.isBlank()).map(String::strip).findFirst();
    }

    private static URI parse(String value, String name) {
        try {
            URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
            if (proxy.getHost() != null && "http".equalsIgnoreCase(proxy.getScheme())) {
                return proxy;
            }
        } catch (IllegalArgumentException _) {
            // The same answer; the value is not shown, because it may hold a password.
        }
        throw new CheckpointException(name + " is not the address of a proxy; write http://HOST:PORT");
    }

    private static int port(URI proxy) {
        return proxy.getPort() >= 0 ? proxy.getPort() : 80;
    }

    private static String basic(String userInfo) {
        String[] parts = userInfo.split(":", 2);
        String credentials = decode(parts[0]) + ":" + decode(parts.length == 2 ? parts[1] : "");
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        // A plus is a plus here, not a space as in forms.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
