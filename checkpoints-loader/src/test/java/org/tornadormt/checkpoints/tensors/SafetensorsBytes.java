package org.tornadormt.checkpoints.tensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes safetensors files by hand, sound ones and others. */
final class SafetensorsBytes {
    private SafetensorsBytes() {}

    /** A file with this header and this many bytes of data, numbered from 0. */
    static byte[] of(String header, int dataBytes) {
        byte[] json = header.getBytes(UTF_8);
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        for (int i = 0; i < dataBytes; i++) {
            file.put((byte) i);
        }
        return file.array();
    }

    /** A file with this header length, whatever follows. */
    static byte[] withLength(long headerLength, String rest) {
        byte[] bytes = rest.getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + bytes.length).order(ByteOrder.LITTLE_ENDIAN).putLong(headerLength)
                .put(bytes).array();
    }
}
