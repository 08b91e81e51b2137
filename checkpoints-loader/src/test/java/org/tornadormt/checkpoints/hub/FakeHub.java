package org.tornadormt.checkpoints.hub;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server that answers as the hub does, for one model. As an extension of a test class it forgets everything after
 * each test; it takes long to start.
 */
final class FakeHub implements AutoCloseable, AfterEachCallback, AfterAllCallback {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final HubModel MODEL = HubModel.parse("org/tiny");

    private final WireMockServer server = new WireMockServer(options().dynamicPort().bindAddress("localhost")
            .useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER));
    private final Map<String, ObjectNode> siblings = new TreeMap<>();

    FakeHub() {
        server.start();
    }

    WireMockServer server() {
        return server;
    }

    /** The environment of a process that talks to this hub, and has its cache in a folder. */
    Map<String, String> environment(Path cache, String... more) {
        Map<String, String> variables = new HashMap<>();
        variables.put("HF_ENDPOINT", server.baseUrl());
        variables.put("HF_HOME", cache.resolve("no-home").toString());
        variables.put("HF_HUB_CACHE", cache.toString());
        for (int i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        return variables;
    }

    /** An ordinary file, kept in git. */
    FakeHub file(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        list(name, gitHash(bytes), bytes.length);
        serve(name, aResponse().withHeader("ETag", "\"" + gitHash(bytes) + "\"").withBody(bytes));
        return this;
    }

    /** A large file, kept in LFS and served by the hub itself. */
    FakeHub largeFile(String name, byte[] content) {
        listLarge(name, sha256(content), content.length);
        serve(name, linked(content).withBody(content));
        return this;
    }

    /** A large file, kept in LFS and served elsewhere. */
    FakeHub largeFileElsewhere(String name, byte[] content, String address) {
        listLarge(name, sha256(content), content.length);
        serve(name, linked(content).withStatus(302).withHeader("Location", address));
        return this;
    }

    /** Lists an ordinary file, which may not be served. */
    FakeHub list(String name, String hash, long size) {
        siblings.put(name, sibling(name, hash, size));
        return this;
    }

    /** Lists a large file, which may not be served. */
    FakeHub listLarge(String name, String hash, long size) {
        ObjectNode sibling = sibling(name, "f".repeat(40), size);
        sibling.putObject("lfs").put("sha256", hash).put("size", size).put("pointerSize", 135);
        siblings.put(name, sibling);
        return this;
    }

    /** Lists a file by its name only, as some mirrors do. */
    FakeHub listNameOnly(String name) {
        siblings.put(name, JsonNodeFactory.instance.objectNode().put("rfilename", name));
        return this;
    }

    /** Answers the question for a file. */
    FakeHub serve(String name, ResponseDefinitionBuilder response) {
        server.stubFor(any(urlEqualTo(path(name))).willReturn(response));
        return this;
    }

    /** Answers the question for the list of files at a revision. */
    FakeHub publish(String revision) {
        return publish(revision, COMMIT);
    }

    FakeHub publish(String revision, String commit) {
        server.stubFor(get(urlEqualTo(listPath(revision))).willReturn(listing(commit)));
        return this;
    }

    /** The list of files, as the hub sends it. */
    ResponseDefinitionBuilder listing(String commit) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("id", "org/tiny").put("sha", commit);
        answer.putArray("siblings").addAll(siblings.values());
        return aResponse().withHeader("Content-Type", "application/json").withBody(answer.toString());
    }

    static String listPath(String revision) {
        return "/api/models/org/tiny/revision/" + revision.replace("/", "%2F") + "?blobs=true";
    }

    static String path(String name) {
        return "/org/tiny/resolve/" + COMMIT + "/" + name;
    }

    /** The headers that the hub has for a file in LFS. */
    static ResponseDefinitionBuilder linked(byte[] content) {
        return aResponse().withHeader("X-Repo-Commit", COMMIT)
                .withHeader("X-Linked-Etag", "\"" + sha256(content) + "\"")
                .withHeader("X-Linked-Size", Integer.toString(content.length));
    }

    /** What was asked for so far, in order: paths with their queries. */
    List<String> requests() {
        return server.getServeEvents().getRequests().reversed().stream().map(event -> event.getRequest().getUrl())
                .toList();
    }

    List<LoggedRequest> loggedRequests() {
        return server.getServeEvents().getRequests().reversed().stream().map(event -> event.getRequest()).toList();
    }

    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(content));
    }

    static String gitHash(byte[] content) {
        MessageDigest digest = digest("SHA-1");
        digest.update(("blob " + content.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 0);
        return HexFormat.of().formatHex(digest.digest(content));
    }

    private static ObjectNode sibling(String name, String hash, long size) {
        return JsonNodeFactory.instance.objectNode().put("rfilename", name).put("blobId", hash).put("size", size);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server.resetAll();
        siblings.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        server.stop();
    }
}
