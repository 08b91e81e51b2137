package org.tornadormt.checkpoints.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages alone, because a test that runs as root has all permissions, and cannot fill the disk. */
class CacheProblemTest {
    private static final Path FILE = Path.of("cache", "blob");

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "There is not enough space on the disk", "Disk quota exceeded"})
    void aFullDiskSaysWhatToDo(String message) {
        assertThat(CacheProblem.cannotWrite(FILE, new IOException(message))).message().hasLineCount(1)
                .contains("Cannot write " + FILE, "no space left", "what has come is kept", "HF_HUB_CACHE");
    }

    @Test
    void aLackOfPermissionSaysWhatToDo() {
        assertThat(CacheProblem.cannotWrite(FILE, new AccessDeniedException("x"))).message()
                .contains("no permission; set HF_HUB_CACHE");
    }

    @Test
    void aFileInTheWaySaysWhatToDo() {
        assertThat(CacheProblem.cannotWrite(FILE, new FileAlreadyExistsException("x"))).message()
                .contains("a file where a folder should be; set HF_HUB_CACHE");
    }
}
