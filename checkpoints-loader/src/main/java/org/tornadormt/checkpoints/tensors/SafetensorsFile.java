package org.tornadormt.checkpoints.tensors;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.InputFile;
import org.tornadormt.checkpoints.MappedFile;

/**
 * A safetensors file: 8 bytes with the length of the header, the header in JSON, the data. Everything is checked when the
 * file is opened. A tensor is mapped into memory when it is asked for; its elements are read from the disk only when they
 * are used. Files may be larger than the main memory. The file must not be cut while it is open.
 */
public final class SafetensorsFile implements TensorSource {
    /** The same limit as in the reference library; real headers are far below it. */
    private static final long LONGEST_HEADER = 100_000_000;

    private final Path file;
    private final MappedFile parts;
    private final SafetensorsHeader header;
    private final long dataBegin;

    private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header, long dataBegin) {
        this.file = file;
        this.parts = new MappedFile(file, channel);
        this.header = header;
        this.dataBegin = dataBegin;
    }

    /**
     * Checks header, offsets and length.
     *
     * @param file a file in the safetensors format
     * @return the open file
     * @throws CheckpointException if it cannot be read or is not a sound safetensors file
     */
    public static SafetensorsFile open(Path file) {
        try {
            FileChannel channel = InputFile.open(file);
            boolean opened = false;
            try {
                long headerBytes = headerLength(channel, file);
                long dataBegin = Long.BYTES + headerBytes;
                byte[] json = read(channel, Long.BYTES, (int) headerBytes).array();
                var header = SafetensorsHeader.parse(json, channel.size() - dataBegin, file.toString());
                opened = true;
                return new SafetensorsFile(file, channel, header, dataBegin);
            } finally {
                if (!opened) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
    }

    private static long headerLength(FileChannel channel, Path file) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new CheckpointException("%s: %d bytes are too few for a safetensors file; was it cut off?"
                    .formatted(file, size));
        }
        // Unsigned in the format: a length that is negative here is absurd as well.
        long length = read(channel, 0, Long.BYTES).getLong(0);
        if (length <= 0 || length > LONGEST_HEADER) {
            throw new CheckpointException("%s: a header of %s bytes cannot be; it is not a safetensors file"
                    .formatted(file, Long.toUnsignedString(length)));
        }
        if (length > size - Long.BYTES) {
            throw new CheckpointException("%s: its header needs %d bytes, but only %d follow; was the file cut off?"
                    .formatted(file, length, size - Long.BYTES));
        }
        return length;
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
        return bytes;
    }

    /** @return the free texts that were stored with the tensors, by key */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public Set<String> names() {
        return header.entries().keySet();
    }

    @Override
    public Tensor tensor(String name) {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw missing(name);
        }
        MemorySegment elements = parts.part(name, dataBegin + entry.begin(), entry.end() - entry.begin());
        return new Tensor(name, entry.type(), entry.shape(), elements, description());
    }

    @Override
    public TensorDescription describe(String name) {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw missing(name);
        }
        return new TensorDescription(entry.type(), entry.shape());
    }

    @Override
    public void release(String name) {
        parts.release(name);
    }

    @Override
    public String description() {
        return file.toString();
    }

    /** Unmaps all tensors; closing twice does nothing. */
    @Override
    public void close() {
        parts.close();
    }
}
