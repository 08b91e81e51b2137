package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesCommandTest {

    @Test
    void listsTheJvmAndSaysHowToGetTornadoVm() {
        RmtRun run = RmtRun.of("devices").fine();

        assertThat(run.out().lines().findFirst()).hasValueSatisfying(line -> assertThat(line.split(" +"))
                .containsExactly("ID", "NAME", "DETAIL", "WORK-GROUP", "FP16", "SELF-TEST", "GFLOP/S"));
        assertThat(run.out()).containsPattern("(?m)^jvm +Java ").contains("TornadoVM").contains("./rmt");
    }

    @Test
    void aCheckMeasuresAndTheNextListRemembersIt(@TempDir Path folder) throws IOException {
        Map<String, String> environment = Map.of("HOME", folder.toString(), "XDG_CACHE_HOME", folder.toString());
        Path auto = Files.createDirectories(folder.resolve("tornadormt")).resolve("auto");
        Files.writeString(auto, "jvm\n");

        String before = RmtRun.inEnvironment(environment, "devices").fine().out();
        assertThat(auto).exists();
        String checked = RmtRun.inEnvironment(environment, "devices", "--check").fine().out();
        String after = RmtRun.inEnvironment(environment, "devices").fine().out();

        assertThat(before).containsPattern("(?m)^jvm .* not needed +-$");
        assertThat(checked).containsPattern("(?m)^jvm .* not needed +[0-9]+\\.[0-9]$").isEqualTo(after);
        assertThat(auto).as("what auto took before").doesNotExist();
    }

    @Test
    void writesTheListAsJson(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("devices.json");

        RmtRun.of("devices", "--json", json).fine();

        JsonNode first = new ObjectMapper().readTree(json.toFile()).get(0);
        assertThat(first.get("id").textValue()).isEqualTo("jvm");
        assertThat(first.get("backend").textValue()).isEqualTo("JVM");
    }
}
