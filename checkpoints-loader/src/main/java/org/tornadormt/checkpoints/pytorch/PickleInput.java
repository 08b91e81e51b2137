package org.tornadormt.checkpoints.pytorch;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * The bytes of a pickle, read from front to back. Whatever a length says, nothing beyond the end is read or allocated.
 */
final class PickleInput {
    private final ByteBuffer bytes;
    private final String description;

    /**
     * @param bytes       the pickle, of less than 2 GiB
     * @param description what it is, for messages
     */
    PickleInput(MemorySegment bytes, String description) {
        this.bytes = bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.description = description;
    }

    int unsignedByte() {
        require(Byte.BYTES);
        return Byte.toUnsignedInt(bytes.get());
    }

    int unsignedShort() {
        require(Short.BYTES);
        return Short.toUnsignedInt(bytes.getShort());
    }

    int signedInt() {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    long unsignedInt() {
        return Integer.toUnsignedLong(signedInt());
    }

    /** Unsigned in the format: a length that is negative here is absurd as well. */
    long unsignedLong() {
        require(Long.BYTES);
        return bytes.getLong();
    }

    /** The one number of a pickle that is big-endian. */
    double bigEndianDouble() {
        require(Double.BYTES);
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    /** A whole number in two's complement of any length: a {@link Long}, or a {@link BigInteger} beyond 64 bits. */
    Number wholeNumber(int length) {
        if (length == 0) {
            return 0L;
        }
        require(length);
        byte[] bigEndian = new byte[length];
        for (int i = length - 1; i >= 0; i--) {
            bigEndian[i] = bytes.get();
        }
        var number = new BigInteger(bigEndian);
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }

    String utf8(long length) {
        require(length);
        ByteBuffer text = bytes.slice(bytes.position(), (int) length);
        skip(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw new CheckpointException("%s: has a text at byte %d that is not UTF-8; the file is damaged"
                    .formatted(description, bytes.position() - length), e);
        }
    }

    /** A text that ends with a line feed, which is passed over. */
    String line() {
        int end = bytes.position();
        while (end < bytes.limit() && bytes.get(end) != '\n') {
            end++;
        }
        String line = utf8(end - bytes.position());
        skip(1);
        return line;
    }

    void skip(long length) {
        require(length);
        bytes.position(bytes.position() + (int) length);
    }

    boolean isAtEnd() {
        return !bytes.hasRemaining();
    }

    int position() {
        return bytes.position();
    }

    String description() {
        return description;
    }

    private void require(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new CheckpointException("%s: ends in the middle, at byte %d; the file is damaged"
                    .formatted(description, bytes.limit()));
        }
    }
}
