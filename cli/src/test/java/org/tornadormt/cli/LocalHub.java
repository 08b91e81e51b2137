package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A server that answers as the Hugging Face hub does, with the files of a folder as the model org/facts. */
final class LocalHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private static final String LIST = "/api/models/org/facts/revision/";
    private static final String FILES = "/org/facts/resolve/" + COMMIT + "/";

    private final Path folder;
    private final HttpServer server;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    LocalHub(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The environment of a process that talks to this hub, and has its cache in a folder. */
    Map<String, String> environment(Path cache) {
        return Map.of("HF_ENDPOINT", "http://localhost:" + server.getAddress().getPort(), "HF_HOME",
                cache.resolve("no-home").toString(), "HF_HUB_CACHE", cache.toString());
    }

    /** The paths that were asked for. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        if (path.equals(LIST + "main") || path.equals(LIST + "v1")) {
            send(exchange, list().toString().getBytes());
        } else if (path.startsWith(FILES)) {
            send(exchange, Files.readAllBytes(folder.resolve(path.substring(FILES.length()))));
        } else {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    private ObjectNode list() throws IOException {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("sha", COMMIT);
        ArrayNode siblings = list.putArray("siblings");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                siblings.addObject().put("rfilename", file.getFileName().toString()).put("size", content.length)
                        .putObject("lfs").put("sha256", sha256(content)).put("size", content.length);
            }
        }
        return list;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
