package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {

    @Test
    void findsTheFactAtEachLengthAndWritesTheNumbers(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("demo.json");

        RmtRun run = RmtRun.of("demo", "--tokens", "4k", "--samples", "12", "--json", json, "--no-report").fine();

        JsonNode rows = new ObjectMapper().readTree(json.toFile());
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).properties().stream().map(Map.Entry::getKey)).containsExactly("tokens", "segments",
                "samples", "accuracy", "ciLow", "ciHigh", "tokensPerSecond", "secondsAlone", "heapBytes");
        assertThat(rows.get(0).get("tokens").longValue()).isEqualTo(1024);
        assertThat(rows.get(1).get("tokens").longValue()).isEqualTo(4096);
        assertThat(rows.get(1).get("segments").intValue()).isEqualTo(4096 / Fixtures.segmentSize());
        for (JsonNode row : rows) {
            assertThat(row.get("samples").intValue()).isEqualTo(12);
            // Guessing gets 9 of 12 right with probability 1.4e-5.
            assertThat(row.get("accuracy").doubleValue()).isGreaterThanOrEqualTo(9 / 12.0)
                    .isBetween(row.get("ciLow").doubleValue(), row.get("ciHigh").doubleValue());
            assertThat(row.get("tokensPerSecond").doubleValue()).isPositive();
            assertThat(row.get("secondsAlone").doubleValue()).isPositive();
            assertThat(row.get("heapBytes").longValue()).isPositive();
        }
        assertThat(run.out()).contains("question: where is").contains("95 % interval").contains("chance")
                .containsPattern("(?m)^ +4,096 +" + 4096 / Fixtures.segmentSize() + " +12 ");
    }

    @Test
    void theSameSeedGivesTheSameSamples() {
        String first = RmtRun.of("demo", "--tokens", "1k", "--samples", "2", "--seed", "9", "--no-report").fine().out();
        String second = RmtRun.of("demo", "--tokens", "1k", "--samples", "2", "--seed", "9", "--no-report").fine()
                .out();
        String other = RmtRun.of("demo", "--tokens", "1k", "--samples", "2", "--seed", "10", "--no-report")
                .fine().out();

        assertThat(introduction(second)).isEqualTo(introduction(first)).isNotEqualTo(introduction(other));
    }

    private static String introduction(String out) {
        return out.substring(0, out.indexOf("Device:"));
    }

    @Test
    void aLengthThatIsNoWholeNumberOfSegmentsIsRoundedUp() {
        int segments = Math.ceilDiv(1100, Fixtures.segmentSize());
        String tokens = String.format(Locale.ROOT, "%,d", segments * Fixtures.segmentSize());

        assertThat(RmtRun.of("demo", "--tokens", "1100", "--samples", "1", "--no-report").fine().out())
                .containsPattern("(?m)^ +" + tokens + " +" + segments + " +1 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memorize", "detect", "reasoning"})
    void everyTaskIsShown(String task, @TempDir Path folder) {
        Path model = Fixtures.random(Fixtures.FACTS, folder.resolve("model"));

        RmtRun run = RmtRun.of("demo", "--task", task, "--model", model, "--tokens", "1k", "--samples", 2, "--threads",
                1, "--report", folder.resolve("demo.html")).fine();

        assertThat(run.out()).containsPattern("told: +.*\\.").containsPattern("question: (where|what)")
                .containsPattern("(?m)^ +1,024 +32 +2 ");
        assertThat(folder.resolve("demo.html")).content().contains("task " + task + ";");
    }

    @Test
    void refusesWhatItCannotDoBeforeItStarts(@TempDir Path folder) {
        RmtRun.of("demo", "--samples", "0").isWrongUsage("--samples must be 1 or more");
        RmtRun.of("demo", "--tokens", "100").isWrongUsage("--tokens must be 1k or more");
        RmtRun.of("demo", "--tokens", "many").isWrongUsage("'many' is not a number of tokens");
        RmtRun.of("demo", "--json", folder.resolve("no/such/demo.json")).failsWith("does not exist");
        RmtRun.of("demo", "--no-report", "--device", "quantum").failsWith("no device quantum");
        RmtRun.of("demo", "--full", "--tokens", "4k").isWrongUsage("--full has lengths of its own");
        RmtRun.of("demo", "--report", folder).failsWith("it is a folder");
        RmtRun.of("demo", "--no-report", "--fact", "mary flew to the moon").failsWith("\"mary flew to the moon\"",
                "mary, john, daniel, sandra", "went back", "kitchen");
        RmtRun.of("demo", "--no-report", "--fact", "mary went to the garden", "--question", "where is john?")
                .failsWith("\"where is john?\"", "one of mary");
        RmtRun.of("demo", "--no-report", "--task", "reasoning", "--fact", "mary went to the garden")
                .failsWith("leave out --fact", "--task detect");
        RmtRun.of("demo", "--task", "juggle").isWrongUsage("juggle");
    }
}
