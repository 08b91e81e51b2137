package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlopsCommandTest {
    private static final Path FACTS = Path.of("..", "models", "facts");

    @TempDir
    private Path folder;

    @Test
    void theTableEndsWithTheSavingsOfThePaper() {
        RmtRun run = RmtRun.of("flops").fine();

        assertThat(run.out().lines().filter(line -> line.startsWith("2,048,000"))).singleElement()
                .satisfies(line -> assertThat(line.split(" +")).containsExactly("2,048,000", "×295.1", "×154.4",
                        "×81.6", "×48.4", "×29.0"));
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.out()).contains("136.5 G").contains("180.0 T");
    }

    @Test
    void aModelHasACostOfItsOwn() throws IOException {
        Path json = folder.resolve("flops.json");

        RmtRun run = RmtRun.of("flops", FACTS, "--segment-size", 32, "--memory-rows", 8, "--tokens", "32,64k", "--json",
                json).fine();

        assertThat(run.out().lines()).hasSize(3);
        JsonNode points = new ObjectMapper().readTree(json.toFile()).at("/models/0/lengths");
        assertThat(points.findValuesAsText("tokens")).containsExactly("32", "65536");
        // Memory costs something, and on one segment saves nothing.
        assertThat(points.get(0).get("saving").doubleValue()).isBetween(0.5, 1.0);
        assertThat(points.get(1).get("saving").doubleValue()).isGreaterThan(100);
    }

    @Test
    void aConfigurationAloneIsEnough() {
        assertThat(RmtRun.of("flops", FACTS.resolve("config.json")).fine().out())
                .isEqualTo(RmtRun.of("flops", FACTS).fine().out());
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        RmtRun.of("flops", "--segment-size", 0).isWrongUsage("--segment-size must be 1 or more, not 0");
        RmtRun.of("flops", "--tokens", "0").isWrongUsage("--tokens must be 1 or more");
        RmtRun.of("flops", "--memory-rows", -1).isWrongUsage("--memory-rows must be 0 or more");
        RmtRun.of("flops", folder.resolve("nothing")).failsWith("nothing");
    }
}
