package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option --profile on the JVM; what a TornadoVM device counts is tested where that is. */
class ProfileOptionTest {
    private static final String TEN_TOKENS = "1 2 3 4 5 6 7 8 9 10";

    @TempDir
    private Path folder;

    @Test
    void theJvmTellsTimeByOperationAndNoBytes() throws IOException {
        Path file = folder.resolve("profile.json");

        RmtRun run = RmtRun.withInput(TEN_TOKENS, "forward", Fixtures.GPT2, "--ids", "-", "--out",
                folder.resolve("numbers.safetensors"), "--segment-size", 2, "--device", "jvm:plain", "--profile", file)
                .fine();

        assertThat(run.out()).endsWith("profile: " + file + "\n");
        JsonNode profile = JsonMapper.builder().build().readTree(Files.readString(file));
        assertThat(profile.at("/device/id").textValue()).isEqualTo("jvm:plain");
        assertThat(profile.at("/versions/java").textValue()).isNotEmpty();
        assertThat(profile.at("/segments/count").intValue()).isEqualTo(5);
        assertThat(profile.at("/segments/measured").intValue()).as("all but the first").isEqualTo(4);
        assertThat(profile.at("/segments/launches/least").intValue()).isPositive()
                .isEqualTo(profile.at("/segments/launches/most").intValue());
        assertThat(profile.findValues("operation")).extracting(JsonNode::textValue).contains("linear", "attention",
                "layerNorm", "memoryRead", "memoryWrite");
        assertThat(profile.findValues("form")).extracting(JsonNode::textValue).containsOnly("definition");
        assertThat(profile.findValues("bytesToDevice")).isEmpty();
        assertThat(profile.has("compilation")).isFalse();
    }

    @Test
    void launchesOfStagesAndOfOperationsAreTheSame() throws IOException {
        Path file = folder.resolve("profile.json");

        RmtRun.withInput(TEN_TOKENS, "read", Fixtures.GPT2, "--ids", "-", "--memory-out",
                folder.resolve("text.memory"), "--device", "jvm", "--profile", file).fine();

        JsonNode profile = JsonMapper.builder().build().readTree(Files.readString(file));
        long ofStages = launches(profile.get("stages"));
        assertThat(launches(profile.get("operations"))).isPositive().isEqualTo(ofStages);
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeAnythingRuns() {
        Path out = folder.resolve("numbers.safetensors");

        RmtRun.withInput(TEN_TOKENS, "forward", Fixtures.GPT2, "--ids", "-", "--out", out, "--profile",
                folder.resolve("missing/profile.json")).failsWith("Cannot write", "profile.json");

        assertThat(out).doesNotExist();
    }

    private static long launches(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToLong(node -> node.get("launches").longValue())
                .sum();
    }
}
