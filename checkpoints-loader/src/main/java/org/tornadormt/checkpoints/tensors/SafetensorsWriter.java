package org.tornadormt.checkpoints.tensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * Writes safetensors files as the reference library does: widest element type first, then by name, the header padded
 * with spaces to a multiple of 8 bytes, so that every tensor is aligned to its elements.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK_BYTES = 1 << 16;

    private SafetensorsWriter() {}

    /**
     * Writes the file whole or not at all.
     *
     * @param file     the file to write; replaced if it exists
     * @param tensors  what to write, of any type
     * @param metadata free texts to keep with the tensors, by key; may be empty
     * @throws CheckpointException      if the file cannot be written
     * @throws IllegalArgumentException if two tensors have the same name, or one the name that is kept for metadata
     */
    public static void write(Path file, Collection<Tensor> tensors, Map<String, String> metadata) {
        List<Tensor> sorted = tensors.stream()
                .sorted(Comparator.comparing(Tensor::type).thenComparing(Tensor::name))
                .toList();
        byte[] header = header(sorted, metadata);
        AtomicFile.write(file, out -> {
            out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
            out.write(header);
            for (Tensor tensor : sorted) {
                writeData(tensor.data(), out);
            }
        });
    }

    private static byte[] header(List<Tensor> tensors, Map<String, String> metadata) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = header.putObject(SafetensorsHeader.METADATA);
            // In order, so that the same content gives the same bytes.
            new TreeMap<>(metadata).forEach(texts::put);
        }
        long offset = 0;
        for (Tensor tensor : tensors) {
            if (header.has(tensor.name()) || tensor.name().equals(SafetensorsHeader.METADATA)) {
                throw new IllegalArgumentException("The name %s is taken".formatted(tensor.name()));
            }
            ObjectNode entry = header.putObject(tensor.name());
            entry.put(SafetensorsHeader.DTYPE, tensor.type().name());
            tensor.shape().forEach(entry.putArray(SafetensorsHeader.SHAPE)::add);
            entry.putArray(SafetensorsHeader.DATA_OFFSETS).add(offset).add(offset += tensor.data().byteSize());
        }
        try {
            byte[] json = JsonMapper.builder().build().writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
            byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
            Arrays.fill(padded, json.length, padded.length, (byte) ' ');
            return padded;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts and numbers is always JSON", e);
        }
    }

    private static void writeData(MemorySegment data, OutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (long done = 0; done < data.byteSize(); done += chunk.length) {
            int length = (int) Math.min(chunk.length, data.byteSize() - done);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, done, chunk, 0, length);
            out.write(chunk, 0, length);
        }
    }
}
