package org.tornadormt.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.checkpoints.gguf.LlamaGguf;
import org.tornadormt.checkpoints.pytorch.PyTorchFile;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.ShardedTensors;

class InputFileTest {
    @TempDir
    Path folder;

    /** A reader of one kind of file. */
    @FunctionalInterface
    interface Reader {
        void read(Path file);
    }

    static Stream<Reader> everyReader() {
        return Stream.of(JsonFile::read, SafetensorsFile::open, PyTorchFile::open, LlamaGguf::open,
                index -> ShardedTensors.open(index, SafetensorsFile::open));
    }

    @Test
    void opensAFileAndLeavesAMissingOneToTheCaller() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content");
        try (var channel = InputFile.open(file)) {
            assertThat(channel.size()).isEqualTo(7);
        }
        assertThatThrownBy(() -> InputFile.open(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @MethodSource("everyReader")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void noReaderWaitsForADeviceThatNeverEnds(Reader reader) {
        assertRefused(() -> reader.read(Path.of("/dev/zero")), "Cannot read /dev/zero: it is a pipe or a device");
    }

    @ParameterizedTest
    @MethodSource("everyReader")
    void everyReaderRefusesAFolder(Reader reader) {
        assertRefused(() -> reader.read(folder), "Cannot read " + folder + ": it is a folder, not a file");
    }

    @ParameterizedTest
    @MethodSource("everyReader")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void everyReaderSaysOfALinkToNowhereThatTheDownloadIsNotComplete(Reader reader) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("absent"));
        assertRefused(() -> reader.read(link), "Cannot read " + link + ": it is a link to a file that does not exist");
    }

    @ParameterizedTest
    @MethodSource("everyReader")
    void everyReaderSaysThatOnlyAPointerOfGitLfsIsThere(Reader reader) throws IOException {
        Path file = Files.writeString(folder.resolve("pointer"), "version https://git-lfs.github.com/spec/v1\noid 0\n");
        assertRefused(() -> reader.read(file), file + ": is not the file itself but a pointer of Git LFS",
                "git lfs pull");
    }

    @ParameterizedTest
    @MethodSource("everyReader")
    void everyReaderRefusesAnEmptyFile(Reader reader) throws IOException {
        Path file = Files.createFile(folder.resolve("empty"));
        assertRefused(() -> reader.read(file), file.toString());
    }
}
