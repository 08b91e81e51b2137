package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The last answer of a chain of redirects. What the hub says about a file stands in the headers of its own answers; the
 * server that it sends us to may have another etag.
 *
 * @param status     the status
 * @param headers    the headers of the last answer
 * @param hubHeaders the headers of every answer that came from the hub itself
 * @param host       who gave the last answer, for messages
 * @param body       the body, to be closed
 */
record Reply(int status, HttpHeaders headers, List<HttpHeaders> hubHeaders, String host, InputStream body)
        implements
            AutoCloseable {

    static Reply of(HttpResponse<InputStream> response, List<HttpHeaders> hubHeaders) {
        return new Reply(response.statusCode(), response.headers(), hubHeaders, response.uri().getHost(),
                response.body());
    }

    /** What the hub says the content is, if it says so. */
    Optional<Blob> blob() {
        Optional<String> etag = hubHeader("X-Linked-Etag").or(() -> hubHeader("ETag")).map(Reply::unquoted);
        OptionalLong size = hubSize();
        return etag.isPresent() && size.isPresent() ? Blob.of(etag.get(), size.getAsLong()) : Optional.empty();
    }

    /** What the hub says the content of a large file is: for the others it has an etag of the connection only. */
    Optional<Blob> linkedBlob() {
        return hubHeader("X-Linked-Etag").isPresent() ? blob() : Optional.empty();
    }

    /** How many bytes the body has, if the server says so. */
    OptionalLong contentLength() {
        return number(headers.firstValue("Content-Length"));
    }

    private OptionalLong hubSize() {
        OptionalLong linked = number(hubHeader("X-Linked-Size"));
        return linked.isPresent() || status != 200 ? linked : number(hubHeader("Content-Length"));
    }

    private Optional<String> hubHeader(String name) {
        return hubHeaders.stream().flatMap(headers -> headers.firstValue(name).stream()).findFirst();
    }

    private static OptionalLong number(Optional<String> text) {
        return text.filter(digits -> digits.matches("\\d{1,18}")).map(Long::parseLong).map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** An etag stands in quotes, and may have a mark that it is a weak one. */
    private static String unquoted(String etag) {
        return etag.replaceFirst("^W/", "").replace("\"", "");
    }

    /** Closing a body that was not read to its end closes the connection. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
