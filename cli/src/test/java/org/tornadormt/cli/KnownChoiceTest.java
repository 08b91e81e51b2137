package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file by which a launcher leaves TornadoVM away. */
class KnownChoiceTest {
    private static final String USED = "rmt.auto.known";

    @TempDir
    private Path folder;

    @AfterEach
    void clear() {
        System.clearProperty(USED);
    }

    @Test
    void theFirstLineIsTheDeviceForTheLauncher() throws IOException {
        new KnownChoice(folder.resolve("cache")).keep("jvm", "auto: jvm is the fastest");

        assertThat(Files.readAllLines(folder.resolve("cache/auto"))).startsWith("jvm", "auto: jvm is the fastest");
    }

    @Test
    void theReasonIsRepeatedOnlyIfTheLauncherUsedIt() {
        KnownChoice known = new KnownChoice(folder);
        known.keep("jvm", "auto: jvm is the fastest");

        assertThat(known.usedByLauncher()).isEmpty();
        System.setProperty(USED, "true");
        assertThat(known.usedByLauncher()).contains("auto: jvm is the fastest");
    }

    @Test
    void aChoiceOfAnotherVersionIsForgotten() throws IOException {
        System.setProperty(USED, "true");
        Files.writeString(folder.resolve("auto"), "jvm\nauto: jvm is the fastest\n0.0.1\n");

        assertThat(new KnownChoice(folder).usedByLauncher()).isEmpty();
        assertThat(folder.resolve("auto")).doesNotExist();
    }
}
