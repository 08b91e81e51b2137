package org.tornadormt.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.engine.BenchShapes;
import org.tornadormt.cli.InputException;

class WorkFolderTest {
    @TempDir
    private Path parent;

    @Test
    void itAndAllInItGoesAtTheEnd() throws IOException {
        try (WorkFolder folder = WorkFolder.in(parent, 1)) {
            Path inside = Files.createDirectories(folder.files().root().resolve("a/b"));
            Files.writeString(inside.resolve("c"), "d");
        }

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void tooLittleSpaceIsSaidInOneLine() {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> WorkFolder.in(parent, Long.MAX_VALUE))
                .withMessageContainingAll("MiB in " + parent, "are free", "--work-dir");
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aParentThatIsNoFolderIsNamed() {
        Path missing = parent.resolve("missing");

        assertThatExceptionOfType(InputException.class).isThrownBy(() -> WorkFolder.in(missing, 1))
                .withMessageContainingAll(missing.toString(), "--work-dir");
    }

    @Test
    void theSpaceIsThatOfTheWeightsThreeTimesAndOfTheLogits() {
        // GPT-2 small has 124 million parameters, 4 bytes each, and 512 * 50257 logits for each text.
        assertThat(WorkFolder.bytes(BenchShapes.named("gpt2-small"), 4) / 1e9).isBetween(1.89, 1.93);
    }
}
