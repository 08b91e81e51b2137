package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesCommandTest {

    @Test
    void listsTheJvmAndSaysHowToGetTornadoVm() {
        RmtRun run = RmtRun.of("devices").fine();

        assertThat(run.out().lines().findFirst()).hasValueSatisfying(line -> assertThat(line.split(" +"))
                .containsExactly("ID", "BACKEND", "NAME", "DETAIL"));
        assertThat(run.out()).containsPattern("(?m)^jvm +JVM +Java ").contains("TornadoVM").contains("./rmt");
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
