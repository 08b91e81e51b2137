package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;

/** The three questions to the hub: which files a model has, what a file is, and for the file itself. */
final class HubApi {
    private static final int LARGEST_ANSWER = 64 << 20;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Set<Integer> BUSY = Set.of(408, TOO_MANY_REQUESTS, 500, 502, 503, 504);

    private final HubConnection connection;
    private final HubModel model;
    private final Duration patience;
    private final Refusals refusals;

    HubApi(HubConnection connection, HubModel model, Duration patience) {
        this.connection = connection;
        this.model = model;
        this.patience = patience;
        refusals = new Refusals(model, connection);
    }

    /** Which files the model has at its revision. */
    RemoteModel files() throws TemporaryFailure {
        URI address = URI.create("%s/api/models/%s/revision/%s?blobs=true".formatted(connection.endpoint(), model.id(),
                model.revision().replace("/", "%2F")));
        Reply reply = connection.get(address, Map.of());
        try (InputStream body = new StallGuard(reply.body(), patience)) {
            requireSuccess(reply, "the list of files");
            byte[] json = body.readNBytes(LARGEST_ANSWER + 1);
            if (json.length > LARGEST_ANSWER) {
                throw new CheckpointException("%s: the list of files is absurdly long; is HF_ENDPOINT right?"
                        .formatted(model));
            }
            return RemoteModel.parse(model, JsonFile.parse(json, "the answer of %s about %s".formatted(reply.host(),
                    model)));
        } catch (TemporaryFailure e) {
            throw e;
        } catch (IOException e) {
            throw TemporaryFailure.cut("%s: the connection to %s was cut".formatted(model, reply.host()), e, false);
        }
    }

    /**
     * What a file is, for hubs that do not tell it in the list.
     *
     * @throws CheckpointException if this hub does not tell it at all
     */
    Blob blob(String commit, String file) throws TemporaryFailure {
        try (Reply reply = connection.head(address(commit, file))) {
            if (reply.status() >= 400) {
                requireSuccess(reply, file);
            }
            return reply.blob().orElseThrow(() -> new CheckpointException(
                    "%s: %s does not tell size and hash of %s, so the download could not be checked; use another "
                            .formatted(model, reply.host(), file) + "HF_ENDPOINT"));
        } catch (TemporaryFailure e) {
            throw e;
        } catch (IOException e) {
            throw TemporaryFailure.cut("%s: the connection was cut".formatted(model), e, false);
        }
    }

    /**
     * The file itself, from a byte on. The server may send all of it all the same, with status 200 and not 206.
     *
     * @param start the first byte wanted
     */
    Reply open(String commit, String file, long start) throws TemporaryFailure {
        Map<String, String> headers = start == 0 ? Map.of() : Map.of("Range", "bytes=%d-".formatted(start));
        return connection.get(address(commit, file), headers);
    }

    /**
     * @param wanted what was asked for, for the message
     * @throws TemporaryFailure if the server is busy
     * @throws CheckpointException if the answer is any other but success
     */
    void requireSuccess(Reply reply, String wanted) throws TemporaryFailure {
        int status = reply.status();
        if (BUSY.contains(status)) {
            String busy = status == TOO_MANY_REQUESTS ? "%s: %s has had too many requests (HTTP %d)"
                    : "%s: %s has trouble (HTTP %d)";
            throw TemporaryFailure.busy(busy.formatted(model, reply.host(), status), retryAfter(reply));
        }
        if (status != 200 && status != 206) {
            throw new CheckpointException(refusals.message(reply, wanted));
        }
    }

    private URI address(String commit, String file) {
        try {
            // This constructor escapes what an address cannot have.
            String path = new URI(null, null, "/" + file, null).toASCIIString();
            return URI.create("%s/%s/resolve/%s%s".formatted(connection.endpoint(), model.id(), commit, path));
        } catch (URISyntaxException e) {
            throw new CheckpointException("%s: %s is no name of a file".formatted(model, file), e);
        }
    }

    /** Seconds, or a date. */
    private static Optional<Duration> retryAfter(Reply reply) {
        Optional<String> header = reply.headers().firstValue("Retry-After").map(String::strip);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        try {
            Duration wait = header.get().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header.get()))
                    : Duration.between(Instant.now(),
                            ZonedDateTime.parse(header.get(), DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
