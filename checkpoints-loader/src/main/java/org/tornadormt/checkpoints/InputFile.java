package org.tornadormt.checkpoints;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Opens a file that is to be read. A symbolic link is followed wherever it leads, because that is how the cache of
 * Hugging Face holds its files; whoever may put a link into the folder of a checkpoint may put the file itself there.
 */
public final class InputFile {
    /** How the text begins that Git keeps in place of a large file. */
    private static final byte[] GIT_LFS_POINTER = "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

    private InputFile() {}

    /**
     * @param file the file
     * @return it, open for reading
     * @throws IOException         if it cannot be opened
     * @throws CheckpointException as {@link #requireReadable}
     */
    public static FileChannel open(Path file) throws IOException {
        requireReadable(file);
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /**
     * @param file a file that is about to be read
     * @throws IOException         if it cannot be opened
     * @throws CheckpointException if it is a pipe or a device, which might never end, or stands for a file that was not
     *                             downloaded
     */
    public static void requireReadable(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CheckpointException("Cannot read %s: it is %s".formatted(file,
                    Files.isDirectory(file) ? "a folder, not a file" : "a pipe or a device, not a file"));
        }
        if (isGitLfsPointer(file)) {
            throw new CheckpointException("%s: is not the file itself but a pointer of Git LFS to it; get it with "
                    .formatted(file) + "\"git lfs pull\"");
        }
    }

    private static boolean isGitLfsPointer(Path file) throws IOException {
        try (InputStream begin = Files.newInputStream(file)) {
            return Arrays.equals(begin.readNBytes(GIT_LFS_POINTER.length), GIT_LFS_POINTER);
        }
    }
}
