package org.tornadormt.checkpoints.tensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

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

    /** Puts the bytes into a file for the time of the action. */
    static void inFile(byte[] content, Consumer<Path> action) {
        try {
            Path file = Files.createTempFile("test", ".safetensors");
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

    /** Reads every element of every tensor. */
    static void readAll(TensorSource source) {
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
}
