package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * What the environment says about the hub, with the names and defaults of Python's {@code huggingface_hub}:
 * {@code HF_HUB_CACHE}, {@code HF_HOME}, {@code XDG_CACHE_HOME}, {@code HF_ENDPOINT}, {@code HF_TOKEN} and
 * {@code HF_HUB_OFFLINE}; and {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} as everywhere.
 */
public final class HubEnvironment {
    private static final String HUB = "https://huggingface.co";
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    private final Map<String, String> variables;
    private final Path home;

    private HubEnvironment(Map<String, String> variables, Path home) {
        this.variables = Map.copyOf(variables);
        this.home = home;
    }

    /**
     * @param variables the variables of the environment
     * @return what they say
     */
    public static HubEnvironment of(Map<String, String> variables) {
        String userHome = System.getProperty("user.home");
        // As Python: HOME counts on Unix only; on Windows it is a habit of some shells.
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return new HubEnvironment(variables, Path.of(windows ? userHome : variables.getOrDefault("HOME", userHome)));
    }

    /** @return the folder of the cache, which need not exist: {@code ~/.cache/huggingface/hub} if nothing is set */
    public Path cacheFolder() {
        return folder("HF_HUB_CACHE").orElseGet(() -> hubHome().resolve("hub"));
    }

    /** Whether the network must not be used. */
    boolean offline() {
        return variable("HF_HUB_OFFLINE").map(value -> TRUE.contains(value.toUpperCase(Locale.ROOT))).orElse(false);
    }

    /**
     * The address of the hub, without a slash at the end.
     *
     * @throws CheckpointException if {@code HF_ENDPOINT} is not an address; its value is not shown, because people
     *                             write passwords into addresses
     */
    URI endpoint() {
        String address = variable("HF_ENDPOINT").orElse(HUB).replaceFirst("/+$", "");
        try {
            URI endpoint = URI.create(address);
            boolean http = "https".equalsIgnoreCase(endpoint.getScheme())
                    || "http".equalsIgnoreCase(endpoint.getScheme());
            if (http && endpoint.getHost() != null && endpoint.getRawUserInfo() == null
                    && endpoint.getRawQuery() == null && endpoint.getRawFragment() == null) {
                return endpoint;
            }
        } catch (IllegalArgumentException _) {
            // Not even the form of an address: the same answer.
        }
        throw new CheckpointException("HF_ENDPOINT is not the address of a hub; write one like " + HUB
                + ", without user or password");
    }

    /**
     * The token: {@code HF_TOKEN}, or the file {@code token} in the home of the hub that {@code hf auth login} writes.
     *
     * @throws CheckpointException if the file is there and cannot be read, or the token has characters that no token
     *                             has
     */
    Optional<HubToken> token() {
        Optional<String> fromVariable = variable("HF_TOKEN").map(String::strip).filter(token -> !token.isEmpty());
        if (fromVariable.isPresent()) {
            return fromVariable.map(token -> HubToken.of(token, "HF_TOKEN"));
        }
        Path file = hubHome().resolve("token");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty())
                    .map(token -> HubToken.of(token, file.toString()));
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
    }

    /** The proxies of the Java system properties, or else of the environment. */
    ProxySelector proxies() {
        boolean properties = System.getProperty("https.proxyHost") != null
                || System.getProperty("http.proxyHost") != null || System.getProperty("socksProxyHost") != null
                || Boolean.getBoolean("java.net.useSystemProxies");
        return properties ? ProxySelector.getDefault() : new EnvironmentProxies(variables);
    }

    private Path hubHome() {
        return folder("HF_HOME").orElseGet(
                () -> folder("XDG_CACHE_HOME").orElseGet(() -> home.resolve(".cache")).resolve("huggingface"));
    }

    private Optional<Path> folder(String name) {
        return variable(name).map(
                value -> value.equals("~") || value.startsWith("~/") || value.startsWith("~\\")
                        ? home.resolve(value.substring(Math.min(2, value.length())))
                        : Path.of(value));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }
}
