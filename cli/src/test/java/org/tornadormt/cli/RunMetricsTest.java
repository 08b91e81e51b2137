package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.CheckpointException;

class RunMetricsTest {
    @TempDir
    Path folder;

    @Test
    void goesOnBehindALineThatAFullDiskCutOff() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(file, """
                {"kind":"step","step":1}
                {"kind":"step","step":2}
                {"kind":"step","step":3}
                {"kind":"st""");
        var metrics = new RunMetrics(file, 2);
        metrics.add(JsonNodeFactory.instance.objectNode().put("kind", "step").put("step", 3));
        assertThat(metrics.lines("step")).hasSize(3);
        assertThat(file).hasContent("""
                {"kind":"step","step":1}
                {"kind":"step","step":2}
                {"kind":"step","step":3}
                """);
    }

    @Test
    void refusesAWholeLineThatIsNotJson() throws IOException {
        Path file = Files.writeString(folder.resolve("metrics.jsonl"), "no JSON\n{\"step\":1}\n");
        assertThatThrownBy(() -> new RunMetrics(file, 1)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("a line is not JSON");
    }
}
