package org.tornadormt.checkpoints.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A server that a hub sends us to for a large file, and that has a bad day. */
final class Cdn implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

    private final byte[] content;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Fault> faults = new ArrayDeque<>();
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Path partial;

    /** What goes wrong in an answer. */
    private enum Kind {
        CUT,
        STALL,
        CHUNKS,
        WHOLE,
        OTHER_PART,
        NOT_SATISFIABLE
    }

    private record Fault(Kind kind, int bytes) {}

    /**
     * A server that waits with a cut until the client has put the bytes before it on the disk: the client of the JDK
     * throws away what nobody has read yet when a connection ends, and how much that is would be chance.
     *
     * @param partial where the client keeps the bytes
     */
    Cdn(byte[] content, Path partial) {
        this.content = content;
        this.partial = partial;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/blob?Signature=confidential";
    }

    /** The next answer ends after so many bytes, with the connection. */
    Cdn cutsAfter(int bytes) {
        faults.add(new Fault(Kind.CUT, bytes));
        return this;
    }

    /** The next answer goes silent after so many bytes. */
    Cdn stallsAfter(int bytes) {
        faults.add(new Fault(Kind.STALL, bytes));
        return this;
    }

    /** The next answer does not say its length, and is so many bytes: cut, or with zeros at the end. */
    Cdn sendsWithoutLength(int bytes) {
        faults.add(new Fault(Kind.CHUNKS, bytes));
        return this;
    }

    /** The next answer is the whole content, whatever part was asked for. */
    Cdn sendsTheWhole() {
        faults.add(new Fault(Kind.WHOLE, 0));
        return this;
    }

    /** The next answer is another part than the one that was asked for. */
    Cdn sendsAnotherPart() {
        faults.add(new Fault(Kind.OTHER_PART, 0));
        return this;
    }

    /** The next answer is that there is no such part. */
    Cdn hasNoSuchPart() {
        faults.add(new Fault(Kind.NOT_SATISFIABLE, 0));
        return this;
    }

    /** The parts that were asked for, in order; empty for the whole. */
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "" : range);
        Fault fault = faults.poll();
        int start = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        switch (fault == null ? null : fault.kind()) {
            case NOT_SATISFIABLE -> exchange.sendResponseHeaders(416, -1);
            case CHUNKS -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(Arrays.copyOf(content, fault.bytes()));
            }
            case WHOLE -> send(exchange, 0, content.length, content.length, 200);
            case OTHER_PART -> send(exchange, start - 1, content.length, content.length, 206);
            case CUT -> {
                send(exchange, start, start + fault.bytes(), content.length, range == null ? 200 : 206);
                awaitKept(start + fault.bytes());
            }
            case STALL -> {
                send(exchange, start, start + fault.bytes(), content.length, range == null ? 200 : 206);
                awaitClosed();
            }
            case null -> send(exchange, start, content.length, content.length, range == null ? 200 : 206);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange, int from, int to, int announcedEnd, int status) throws IOException {
        if (status == 206) {
            exchange.getResponseHeaders().add("Content-Range",
                    "bytes %d-%d/%d".formatted(from, announcedEnd - 1, content.length));
        }
        exchange.sendResponseHeaders(status, announcedEnd - from);
        exchange.getResponseBody().write(Arrays.copyOfRange(content, from, to));
        exchange.getResponseBody().flush();
    }

    private void awaitKept(long bytes) throws IOException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (Files.size(partial) < bytes && System.nanoTime() < deadline) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
