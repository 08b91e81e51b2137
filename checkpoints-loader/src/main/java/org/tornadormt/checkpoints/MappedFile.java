package org.tornadormt.checkpoints;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parts of a file that are mapped into memory by name, each when it is asked for. What is mapped is shared: any thread
 * may read it or give it back.
 */
public final class MappedFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Map<String, Mapping> mappings = new ConcurrentHashMap<>();

    private record Mapping(MemorySegment content, Arena arena) {}

    /**
     * @param file    the file, for messages
     * @param channel the file, open for reading; it is closed with this
     */
    public MappedFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @param name   name of the part
     * @param begin  its first byte
     * @param length its bytes
     * @return its content, which can be read until it is released
     * @throws CheckpointException   if it cannot be read
     * @throws IllegalStateException if this was closed
     */
    public MemorySegment part(String name, long begin, long length) {
        return mappings.computeIfAbsent(name, _ -> map(begin, length)).content;
    }

    private Mapping map(long begin, long length) {
        Arena arena = Arena.ofShared();
        boolean mapped = false;
        try {
            MemorySegment content = channel.map(FileChannel.MapMode.READ_ONLY, begin, length, arena);
            mapped = true;
            return new Mapping(content, arena);
        } catch (ClosedChannelException e) {
            throw new IllegalStateException(file + " was closed", e);
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        } finally {
            if (!mapped) {
                arena.close();
            }
        }
    }

    /**
     * Unmaps a part, if it is mapped.
     *
     * @param name name of the part
     */
    public void release(String name) {
        Mapping mapping = mappings.remove(name);
        if (mapping != null) {
            mapping.arena.close();
        }
    }

    /** Unmaps all parts; closing twice does nothing. */
    @Override
    public void close() {
        mappings.keySet().forEach(this::release);
        try {
            channel.close();
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
    }
}
