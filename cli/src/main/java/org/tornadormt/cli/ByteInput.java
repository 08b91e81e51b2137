package org.tornadormt.cli;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tornadormt.checkpoints.CheckpointException;

/** The bytes of a file or of the standard input, with their name and a count of what was read. */
final class ByteInput extends FilterInputStream {
    private static final String STANDARD_INPUT = "-";
    private static final long UNKNOWN = -1;

    private final String name;
    private final long size;
    private long bytesRead;

    private ByteInput(InputStream in, String name, long size) {
        super(in);
        this.name = name;
        this.size = size;
    }

    /**
     * Opens a file, or the standard input if its name is {@code -}.
     *
     * @throws CheckpointException if the file cannot be read
     */
    static ByteInput open(Path file, Terminal terminal) {
        if (isStandardInput(file)) {
            return new ByteInput(new BufferedInputStream(terminal.in()), "standard input", UNKNOWN);
        }
        requireReadable(file);
        try {
            long size = Files.isRegularFile(file) ? Files.size(file) : UNKNOWN;
            return new ByteInput(new BufferedInputStream(Files.newInputStream(file)), file.toString(), size);
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
    }

    /**
     * Finds out before any long work that a file cannot be read.
     *
     * @throws CheckpointException if so
     */
    static void requireReadable(Path file) {
        if (isStandardInput(file)) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new CheckpointException("Cannot read " + file + ": it is a folder, not a file");
        }
        try {
            file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
    }

    private static boolean isStandardInput(Path file) {
        return file.toString().equals(STANDARD_INPUT);
    }

    /** What is read, for messages. */
    String name() {
        return name;
    }

    /** How many bytes were read. */
    long bytesRead() {
        return bytesRead;
    }

    /** Tokens of everything, judged by the {@code tokens} of the first {@code bytes}; -1 if the size is unknown. */
    long expectedTotal(long tokens, long bytes) {
        return size == UNKNOWN || bytes == 0 ? UNKNOWN : Math.round((double) tokens * Math.max(size, bytes) / bytes);
    }

    /** The error for a NUL byte that was just read. */
    InputException binary() {
        return binary(bytesRead - 1);
    }

    /** The error for a NUL byte. */
    InputException binary(long offset) {
        return new InputException(name + ": byte " + offset + " is NUL, so this is a binary file; give a text file");
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        bytesRead += read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        bytesRead += Math.max(0, count);
        return count;
    }
}
