package org.tornadormt.checkpoints.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.InputFile;
import org.tornadormt.checkpoints.MappedFile;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorDescription;
import org.tornadormt.checkpoints.tensors.TensorSource;

/**
 * A GGUF file, under the names and in the order of llama.cpp. Everything is checked when it is opened; a tensor is
 * mapped when it is asked for, and one that is quantised is then computed, as F32, until it is released.
 */
final class GgufFile implements TensorSource {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final GgufHeader header;
    private final MappedFile parts;
    private final Map<String, Computed> computed = new ConcurrentHashMap<>();

    /** Numbers that are not in the file as they are. */
    private record Computed(MemorySegment floats, Arena arena) {}

    private GgufFile(Path file, GgufHeader header, MappedFile parts) {
        this.file = file;
        this.header = header;
        this.parts = parts;
    }

    /**
     * Opens a file.
     *
     * @throws CheckpointException if it cannot be read, is not a sound GGUF file, or holds tensors of a kind that is not
     *             read here
     */
    static GgufFile open(Path file) {
        try {
            FileChannel channel = InputFile.open(file);
            boolean opened = false;
            MappedFile parts = new MappedFile(file, channel);
            try {
                MemorySegment content = parts.part("", 0, channel.size());
                GgufHeader header = GgufHeader.read(content, file.toString());
                parts.release("");
                opened = true;
                return new GgufFile(file, header, parts);
            } finally {
                if (!opened) {
                    parts.close();
                }
            }
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
    }

    /** The settings, see {@link GgufHeader#metadata}. */
    Map<String, Object> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(header.tensors().keySet());
    }

    @Override
    public Tensor tensor(String name) {
        GgufHeader.Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw missing(name);
        }
        MemorySegment stored = parts.part(name, entry.begin(), entry.length());
        MemorySegment elements = entry.type() == GgufType.Q8_0
                ? computed.computeIfAbsent(name, _ -> multiplied(stored)).floats
                : stored;
        return new Tensor(name, entry.type().elements(), entry.shape(), elements, description());
    }

    @Override
    public TensorDescription describe(String name) {
        GgufHeader.Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw missing(name);
        }
        return new TensorDescription(entry.type().elements(), entry.shape());
    }

    /** The numbers of blocks of {@link GgufType#Q8_0}. */
    private static Computed multiplied(MemorySegment stored) {
        int size = GgufType.Q8_0.blockElements();
        long blocks = stored.byteSize() / GgufType.Q8_0.blockBytes();
        Arena arena = Arena.ofShared();
        MemorySegment floats = arena.allocate(blocks * size * Float.BYTES, Float.BYTES);
        for (long block = 0; block < blocks; block++) {
            long begin = block * GgufType.Q8_0.blockBytes();
            float scale = Float.float16ToFloat(stored.get(SHORT, begin));
            for (int i = 0; i < size; i++) {
                byte number = stored.get(ValueLayout.JAVA_BYTE, begin + Short.BYTES + i);
                floats.set(FLOAT, (block * size + i) * Float.BYTES, scale * number);
            }
        }
        return new Computed(floats, arena);
    }

    @Override
    public void release(String name) {
        parts.release(name);
        Computed floats = computed.remove(name);
        if (floats != null) {
            floats.arena.close();
        }
    }

    @Override
    public String description() {
        return file.toString();
    }

    /** Frees everything; closing twice does nothing. */
    @Override
    public void close() {
        computed.keySet().forEach(this::release);
        parts.close();
    }
}
