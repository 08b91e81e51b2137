package org.tornadormt.checkpoints;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void writesANewFileAndLeavesNothingBesideIt() throws IOException {
        Path target = folder.resolve("new.txt");
        AtomicFile.write(target, out -> out.write("content".getBytes(UTF_8)));
        assertThat(target).hasContent("content");
        assertThat(folder).isDirectoryContaining(target::equals).satisfies(this::holdsOneFile);
    }

    @Test
    void replacesAnExistingFileWithAShorterOne() {
        Path target = existing("a longer old content");
        AtomicFile.write(target, out -> out.write("new".getBytes(UTF_8)));
        assertThat(target).hasContent("new");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void givesTheFileThePermissionsOfAnyNewFile() throws IOException {
        Path target = folder.resolve("new.txt");
        AtomicFile.write(target, out -> out.write(1));
        Path plain = Files.writeString(folder.resolve("plain.txt"), "");
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void followsASymbolicLinkInsteadOfReplacingIt() throws IOException {
        Path target = existing("old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        AtomicFile.write(link, out -> out.write("new".getBytes(UTF_8)));
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    void keepsTheOldContentWhenWritingFailsHalfWay() {
        Path target = existing("old");
        assertRefused(() -> AtomicFile.write(target, out -> {
            out.write(new byte[1 << 20]);
            throw new IOException("the disk is on fire");
        }), "Cannot write " + target, "the disk is on fire");
        assertThat(target).hasContent("old");
        holdsOneFile(folder);
    }

    @Test
    void keepsTheOldContentWhenTheContentIsRefused() {
        Path target = existing("old");
        var refusal = new CheckpointException("refused");
        assertThatThrownBy(() -> AtomicFile.write(target, _ -> {
            throw refusal;
        })).isSameAs(refusal);
        assertThat(target).hasContent("old");
        holdsOneFile(folder);
    }

    @Test
    void saysThatTheFolderDoesNotExist() {
        Path absent = folder.resolve("absent");
        assertRefused(() -> AtomicFile.write(absent.resolve("x"), _ -> {}),
                "the folder " + absent + " does not exist; create it first");
        assertThat(absent).doesNotExist();
    }

    @Test
    void saysThatTheFolderIsAFile() {
        Path file = existing("");
        assertRefused(() -> AtomicFile.write(file.resolve("x"), _ -> {}), file + " is not a folder");
    }

    @Test
    void saysThatTheTargetIsAFolder() {
        assertRefused(() -> AtomicFile.write(folder, _ -> {}), "Cannot write " + folder,
                "it is a folder; name a file in it");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void refusesToReplaceADevice() {
        assertRefused(() -> AtomicFile.write(Path.of("/dev/null"), _ -> {}), "/dev/null", "not a regular file");
    }

    @Test
    void saysThatNoSpaceIsLeft() {
        assertRefused(() -> AtomicFile.write(folder.resolve("x"), _ -> {
            throw new IOException("No space left on device");
        }), "no space left on the disk");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysThatThePermissionIsLacking() {
        // The reason alone, because a test that runs as root cannot take the permission from itself.
        assertThat(AtomicFile.reason(new AccessDeniedException("some temporary file"), folder))
                .isEqualTo("no permission to write in the folder " + folder);
    }

    private Path existing(String content) {
        try {
            return Files.writeString(folder.resolve("existing.txt"), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void holdsOneFile(Path path) {
        assertThat(path.toFile().list()).hasSize(1);
    }
}
