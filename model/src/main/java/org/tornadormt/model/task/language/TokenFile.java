package org.tornadormt.model.task.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.IOConsumer;

/**
 * Token ids in a file that is mapped into memory, so that their number is not bounded by the heap: 32-bit integers, the
 * least significant byte first, and nothing else.
 */
public final class TokenFile {
    private static final ValueLayout.OfInt ID = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment ids;

    private TokenFile(MemorySegment ids) {
        this.ids = ids;
    }

    /**
     * Writes ids as they come.
     *
     * @param file what to write
     * @param pieces hands over the ids, a piece at a time
     * @throws CheckpointException if the file cannot be written; then it is not there
     */
    public static void write(Path file, IOConsumer<Consumer<int[]>> pieces) {
        AtomicFile.write(file, out -> {
            try {
                pieces.accept(piece -> {
                    ByteBuffer bytes = ByteBuffer.allocate(piece.length * Integer.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asIntBuffer().put(piece);
                    try {
                        out.write(bytes.array());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }

    /**
     * Opens a file that was written here; it stays mapped until nobody refers to it.
     *
     * @throws CheckpointException if it cannot be read
     */
    public static TokenFile open(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return new TokenFile(channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
    }

    /** How many ids there are. */
    public long size() {
        return ids.byteSize() / Integer.BYTES;
    }

    /** Ids number {@code from} and after, {@code [count]}. */
    public int[] ids(long from, int count) {
        int[] read = new int[count];
        MemorySegment.copy(ids, ID, from * Integer.BYTES, read, 0, count);
        return read;
    }
}
