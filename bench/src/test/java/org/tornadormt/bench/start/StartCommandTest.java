package org.tornadormt.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.compare.RmtRun;

class StartCommandTest {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    @Test
    void everyDepthHasItsRow(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("start.json");

        RmtRun run = RmtRun.of("bench", "start", "--shape", "facts", "--layers", "2,1", "--rounds", 1, "--out", json);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("first segment", "jvm");
        JsonNode depths = new JsonMapper().readTree(json.toFile()).get("depths");
        assertThat(depths).extracting(depth -> depth.get("layers").asInt()).containsExactly(1, 2);
        assertThat(depths).allSatisfy(depth -> {
            assertThat(depth.at("/firstSegment/median").asDouble()).isPositive();
            assertThat(depth.at("/secondSegment/median").asDouble()).isPositive();
            assertThat(depth.at("/load/median").asDouble()).isPositive();
            assertThat(depth.at("/compiledKernels/0").asInt()).as("the JVM compiles none").isZero();
        });
        assertThat(depths.at("/0/timesFewest/median").asDouble()).isEqualTo(1);
    }

    @Test
    void whatCannotBeIsRefused() {
        RmtRun.of("bench", "start", "--layers", "0").failsWith(WRONG_USAGE, "--layers must be 1 or more");
        RmtRun.of("bench", "start", "--rounds", "0").failsWith(WRONG_USAGE, "--rounds must be 1 or more");
        RmtRun.of("bench", "start", "--shape", "huge").failsWith(WRONG_USAGE, "no shape huge");
        RmtRun.of("bench", "start", "--device", "abacus").failsWith(FAILED, "no device abacus");
    }
}
