package org.tornadormt.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Reads UTF-8 strictly: what is no text is an error that names the first such byte, never a replacement character. */
final class Utf8Reader extends Reader {
    private static final int BUFFER = 1 << 14;

    private final ByteInput input;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).limit(0);
    private long bytesDecoded;
    private boolean ended;

    /** A reader of {@code input}, which the caller closes. */
    Utf8Reader(ByteInput input) {
        this.input = input;
    }

    /** How many bytes were read; more than what the characters handed out took. */
    long bytesRead() {
        return input.bytesRead();
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!chars.hasRemaining()) {
            if (ended && !bytes.hasRemaining()) {
                return -1;
            }
            decode();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    private void decode() throws IOException {
        fill();
        chars.clear();
        int from = bytes.position();
        CoderResult result = decoder.decode(bytes, chars, ended);
        chars.flip();
        for (int i = from; i < bytes.position(); i++) {
            if (bytes.get(i) == 0) {
                throw input.binary(bytesDecoded + i - from);
            }
        }
        bytesDecoded += bytes.position() - from;
        if (result.isError()) {
            throw new InputException(
                    input.name() + ": byte " + bytesDecoded + " is not UTF-8, so this is a binary file or"
                            + " a text in another encoding; convert it, for instance with iconv -t UTF-8");
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = input.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = count < 0;
        bytes.position(bytes.position() + Math.max(0, count)).flip();
    }

    @Override
    public void close() {
        // The input belongs to whoever opened it.
    }
}
