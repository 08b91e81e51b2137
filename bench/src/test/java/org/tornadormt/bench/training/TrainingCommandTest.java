package org.tornadormt.bench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.util.Platform;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.compare.RmtRun;

class TrainingCommandTest {
    private static final int WRONG_USAGE = 2;

    @Test
    void bothEnginesHaveTheirRow(@TempDir Path folder) throws IOException {
        assumeFalse(Platform.detectPlatform("pytorch").isPlaceholder(), "DJL has no PyTorch for this platform");
        Path json = folder.resolve("training.json");

        RmtRun run = RmtRun.of("bench", "training", "--quick", "--rounds", 1, "--batch", 2, "--segments", 2,
                "--threads", 1, "--out", json);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("tokens/s", "DJL", "autograd");
        JsonNode rows = new JsonMapper().readTree(json.toFile()).get("rows");
        assertThat(rows).extracting(row -> row.get("engine").asText()).containsExactly("tornadormt", "djl-eager");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.at("/tokensPerSecond/median").asDouble()).isPositive();
            assertThat(row.at("/cpuSecondsPerStep/median").asDouble()).isPositive();
            assertThat(row.get("steps").asInt()).isPositive();
        });
        assertThat(rows.at("/0/ourSpeedup/median").asDouble()).isEqualTo(1);
    }

    @Test
    void whatCannotBeIsRefused() {
        RmtRun.of("bench", "training", "--segments", "0").failsWith(WRONG_USAGE, "--segments must be 1 or more");
        RmtRun.of("bench", "training", "--batch", "0").failsWith(WRONG_USAGE, "--batch must be 1 or more");
        RmtRun.of("bench", "training", "--rounds", "0").failsWith(WRONG_USAGE, "--rounds must be 1 or more");
        RmtRun.of("bench", "training", "--threads", "0").failsWith(WRONG_USAGE, "--threads must be from 1 to");
        RmtRun.of("bench", "training", "--shape", "huge").failsWith(WRONG_USAGE, "no shape huge");
    }
}
