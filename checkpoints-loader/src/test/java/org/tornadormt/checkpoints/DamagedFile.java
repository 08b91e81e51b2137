package org.tornadormt.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;

/** What every reader owes to a file with any content. */
public final class DamagedFile {
    /** For what does not grow with the file: buffers of the JSON parser, a message with its stack trace. */
    private static final long ALLOWANCE = 2 << 20;

    private DamagedFile() {}

    /** Puts the bytes into a file for the time of the action. */
    public static void inFile(byte[] content, Consumer<Path> action) {
        try {
            Path file = Files.createTempFile("damaged", ".file");
            try {
                Files.write(file, content);
                action.accept(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The file is refused in one line that names it, or every element can be read; and a size that stands in it never
     * becomes an allocation of that size.
     */
    public static void assertRefusedOrReadable(byte[] content, Function<Path, TensorSource> opener) {
        inFile(content, file -> assertRefusedOrReadable(file, opener));
    }

    /** The same for a file that is there. */
    public static void assertRefusedOrReadable(Path file, Function<Path, TensorSource> opener) {
        refusedOrRead(file, opener).ifPresent(
                message -> assertThat(message).hasLineCount(1).contains(file.getParent().toString()));
        // Only now, because the first time classes are loaded.
        long before = allocatedBytes();
        refusedOrRead(file, opener);
        assertThat(allocatedBytes() - before).as("bytes allocated").isLessThan(ALLOWANCE);
    }

    /** The message if it was refused. */
    private static Optional<String> refusedOrRead(Path file, Function<Path, TensorSource> opener) {
        try (TensorSource opened = opener.apply(file)) {
            readAll(opened);
            return Optional.empty();
        } catch (CheckpointException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void readAll(TensorSource source) {
        for (String name : source.names()) {
            Tensor tensor = source.tensor(name);
            for (long i = 0; i < tensor.elementCount(); i++) {
                if (tensor.type().isFloating()) {
                    tensor.floatAt(i);
                } else {
                    tensor.longAt(i);
                }
            }
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
