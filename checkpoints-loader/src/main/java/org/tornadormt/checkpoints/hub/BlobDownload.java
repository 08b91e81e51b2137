package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * Brings one blob into the cache. It comes into a partial file, which a later attempt or a later run goes on with, and
 * which takes its place only when size and hash are right.
 */
final class BlobDownload {
    private static final int BUFFER_BYTES = 1 << 18;
    /** An attempt that got as far as this is not counted as a failure. */
    private static final long PROGRESS_BYTES = 1 << 20;
    private static final int PART = 206;
    private static final int NOT_SATISFIABLE = 416;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final HubApi api;
    private final RemoteFile file;
    private final Path partial;
    private final DownloadListener listener;
    private final Duration patience;

    /**
     * A download.
     *
     * @param partial where the bytes are kept until they are all there
     */
    BlobDownload(HubApi api, RemoteFile file, Path partial, DownloadListener listener, Duration patience) {
        this.api = api;
        this.file = file;
        this.partial = partial;
        this.listener = listener;
        this.patience = patience;
    }

    /**
     * Downloads what is missing, checks all of it and moves it to its place.
     *
     * @throws CheckpointException if the server refuses, sends something else than it said, or fails for too long, or
     *                             the disk is full
     */
    void to(Path place, Retries retries) {
        listener.started(file.name(), file.blob().size());
        try {
            retries.insist(this::attempt);
            requireRightHash();
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(place, e);
        } finally {
            listener.ended();
        }
    }

    /** A commit never changes, so a part can be added to another without asking the server whether they fit. */
    private Void attempt() throws TemporaryFailure {
        long start = bytesKept();
        listener.advanced(start);
        if (start == file.blob().size()) {
            return null;
        }
        try (Reply reply = api.open(file.commit(), file.name(), start);
                InputStream body = new StallGuard(reply.body(), patience)) {
            if (reply.status() == NOT_SATISFIABLE) {
                discard();
                throw TemporaryFailure.busy("%s: %s does not go on where it stopped; starting over"
                        .formatted(file, reply.host()), Optional.empty());
            }
            api.requireSuccess(reply, file.name());
            requireSameBlob(reply);
            long from = reply.status() == PART ? requireRange(reply, start) : 0;
            requireLength(reply, from);
            receive(body, from, reply.host());
        } catch (TemporaryFailure e) {
            throw e;
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(partial, e);
        }
        return null;
    }

    /** How many bytes an earlier attempt left; makes the file if there is none. */
    private long bytesKept() {
        try {
            if (Files.notExists(partial)) {
                Files.createFile(partial);
            }
            if (Files.size(partial) > file.blob().size()) {
                discard();
                Files.createFile(partial);
            }
            return Files.size(partial);
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(partial, e);
        }
    }

    private void receive(InputStream body, long from, String host) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long position = from;
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            channel.truncate(from).position(from);
            int count;
            while ((count = read(body, buffer, position - from, host)) >= 0) {
                if (position + count > file.blob().size()) {
                    channel.close();
                    throw wrong("%s sends more than the %,d bytes that it announced".formatted(host,
                            file.blob().size()));
                }
                write(channel, ByteBuffer.wrap(buffer, 0, count));
                position += count;
                listener.advanced(position);
            }
            channel.force(true);
        }
        if (position < file.blob().size()) {
            // A connection that is cut ends with an exception; this is a server that takes it for the end.
            throw wrongLength(host, position);
        }
    }

    private int read(InputStream body, byte[] buffer, long received, String host) throws TemporaryFailure {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw TemporaryFailure.cut("%s: the connection to %s was cut".formatted(file, host), e,
                    received >= PROGRESS_BYTES);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void requireSameBlob(Reply reply) {
        if (reply.linkedBlob().filter(blob -> !blob.equals(file.blob())).isPresent()) {
            throw wrong("%s announces another content than the list of files has".formatted(reply.host()));
        }
    }

    private long requireRange(Reply reply, long start) {
        Matcher range = CONTENT_RANGE.matcher(reply.headers().firstValue("Content-Range").orElse(""));
        boolean asked = range.matches() && Long.parseLong(range.group(1)) == start
                && (range.group(2).equals("*") || Long.parseLong(range.group(2)) == file.blob().size());
        if (!asked) {
            throw wrong("%s sends another part of the file than the one it was asked for".formatted(reply.host()));
        }
        return start;
    }

    private void requireLength(Reply reply, long from) {
        OptionalLong length = reply.contentLength();
        if (length.isPresent() && length.getAsLong() != file.blob().size() - from) {
            throw wrongLength(reply.host(), from + length.getAsLong());
        }
    }

    private CheckpointException wrongLength(String host, long found) {
        return wrong("%s sends %,d bytes, and there should be %,d".formatted(host, found, file.blob().size()));
    }

    private void requireRightHash() throws IOException {
        BlobHash hash = BlobHash.of(file.blob());
        String found = hash.hash(partial);
        if (!found.equals(file.blob().etag())) {
            throw wrong("the content is damaged: its %s is %s and should be %s".formatted(hash, found,
                    file.blob().etag()));
        }
    }

    private CheckpointException wrong(String what) {
        discard();
        return new CheckpointException("%s: %s; the partial download is removed, run the same command again"
                .formatted(file, what));
    }

    private void discard() {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(partial, e);
        }
    }
}
