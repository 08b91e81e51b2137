package org.tornadormt.checkpoints.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.tornadormt.checkpoints.CheckpointException;

/** Reads the header of a GGUF file from front to back. A length that stands there is never more than what is left. */
final class GgufInput {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_NAME = 1 << 16;

    private final MemorySegment content;
    private final String file;
    private long position;

    GgufInput(MemorySegment content, String file) {
        this.content = content;
        this.file = file;
    }

    long position() {
        return position;
    }

    byte int8() {
        return content.get(ValueLayout.JAVA_BYTE, advance(Byte.BYTES));
    }

    short int16() {
        return content.get(SHORT, advance(Short.BYTES));
    }

    int int32() {
        return content.get(INT, advance(Integer.BYTES));
    }

    long int64() {
        return content.get(LONG, advance(Long.BYTES));
    }

    /**
     * A number of things that follow.
     *
     * @param leastBytes bytes that each of them takes at least
     */
    long count(String what, int leastBytes) {
        long count = int64();
        if (count < 0 || count > (content.byteSize() - position) / leastBytes) {
            throw problem("says that %s %s follow, more than the rest of the file holds; was it cut off?"
                    .formatted(Long.toUnsignedString(count), what));
        }
        return count;
    }

    /** A text of a size that names and settings have. */
    String text() {
        long length = count("bytes of text", Byte.BYTES);
        if (length > LONGEST_NAME) {
            throw problem("has a name or setting of %,d bytes, which cannot be".formatted(length));
        }
        byte[] bytes = content.asSlice(advance(length), length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void skip(long bytes) {
        advance(bytes);
    }

    private long advance(long bytes) {
        if (bytes > content.byteSize() - position) {
            throw problem("ends within its header, at byte %d; was it cut off?".formatted(content.byteSize()));
        }
        long before = position;
        position += bytes;
        return before;
    }

    CheckpointException problem(String what) {
        return new CheckpointException("%s: %s".formatted(file, what));
    }
}
