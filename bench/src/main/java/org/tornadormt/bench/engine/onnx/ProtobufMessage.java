package org.tornadormt.bench.engine.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the wire format of Protocol Buffers, as much of it as ONNX needs: a sequence of fields, each a key (number
 * of the field and type of the wire, a varint) and a value. A repeated field is added once for each of its values,
 * which is the form without packing that {@code onnx.proto}, a file of proto2, prescribes.
 *
 * <p>Bytes are not copied before {@link #writeTo}: a message may be larger than the heap, and memory that was handed over
 * must stay as it is until then.
 */
final class ProtobufMessage {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;
    private static final int LONGEST_VARINT = 10;
    private static final int CHUNK_BYTES = 1 << 16;

    private final List<MemorySegment> pieces = new ArrayList<>();
    private long byteSize;

    /** Adds an int32, int64 or enum; a negative number takes ten bytes. */
    ProtobufMessage add(int field, long value) {
        return piece(varints(key(field, VARINT), value));
    }

    /** Adds a float. */
    ProtobufMessage add(int field, float value) {
        return piece(varints(key(field, FIXED_32))).piece(MemorySegment.ofArray(
                ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array()));
    }

    /** Adds a text. */
    ProtobufMessage add(int field, String text) {
        return add(field, MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Adds bytes, which are read when this message is written. */
    ProtobufMessage add(int field, MemorySegment bytes) {
        return piece(varints(key(field, LENGTH_DELIMITED), bytes.byteSize())).piece(bytes);
    }

    /** Adds a message as it is now. */
    ProtobufMessage add(int field, ProtobufMessage message) {
        piece(varints(key(field, LENGTH_DELIMITED), message.byteSize));
        message.pieces.forEach(this::piece);
        return this;
    }

    /** How many bytes {@link #writeTo} writes. */
    long byteSize() {
        return byteSize;
    }

    /** Writes all fields, in the order in which they were added. */
    void writeTo(OutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (MemorySegment piece : pieces) {
            for (long done = 0; done < piece.byteSize(); done += chunk.length) {
                int length = (int) Math.min(chunk.length, piece.byteSize() - done);
                MemorySegment.copy(piece, ValueLayout.JAVA_BYTE, done, chunk, 0, length);
                out.write(chunk, 0, length);
            }
        }
    }

    private ProtobufMessage piece(MemorySegment bytes) {
        pieces.add(bytes);
        byteSize += bytes.byteSize();
        return this;
    }

    private static long key(int field, int wireType) {
        return (long) field << 3 | wireType;
    }

    /** Base 128, the lowest seven bits first; the top bit of a byte says that more follow. */
    private static MemorySegment varints(long... values) {
        byte[] bytes = new byte[values.length * LONGEST_VARINT];
        int length = 0;
        for (long value : values) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes[length++] = (byte) (rest & 0x7F | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }
        return MemorySegment.ofArray(bytes).asSlice(0, length);
    }
}
