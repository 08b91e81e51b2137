package org.tornadormt.bench.length;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.compare.RmtRun;

class LengthCommandTest {
    private static final Path FACTS = Path.of("..", "models", "facts");
    private static final int WRONG_USAGE = 2;

    @Test
    void aShortRunHasBothTablesTheNumbersAndAPicture(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("length.json");
        Path picture = folder.resolve("length.png");

        RmtRun run = RmtRun.of("bench", "length", "--model", FACTS, "--lengths", "64,96,128", "--full-attention",
                "32,64", "--rounds", 1, "--threads", 1, "--out", json, "--picture", picture);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("memory ", "full attention ", "R² =");
        JsonNode numbers = new JsonMapper().readTree(json.toFile());
        assertThat(numbers.at("/memory/points")).hasSize(3);
        assertThat(numbers.at("/memory/fit/rSquared").isNumber()).isTrue();
        assertThat(numbers.at("/full attention/points")).hasSize(2);
        assertThat(numbers.at("/machine/cpu").isTextual()).isTrue();
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(1280);
    }

    @Test
    void wrongNumbersAreRefused() {
        RmtRun.of("bench", "length", "--rounds", 0).failsWith(WRONG_USAGE, "--rounds must be 1 or more");
        RmtRun.of("bench", "length", "--threads", 0).failsWith(WRONG_USAGE, "--threads must be 1 or more");
        RmtRun.of("bench", "length", "--lengths", "0").failsWith(WRONG_USAGE, "--lengths must be 1 or more");
        RmtRun.of("bench", "length", "--full-attention", "0,64").failsWith(WRONG_USAGE, "--full-attention");
        RmtRun.of("bench", "length", "--lengths", "many").failsWith(WRONG_USAGE, "--lengths");
    }
}
