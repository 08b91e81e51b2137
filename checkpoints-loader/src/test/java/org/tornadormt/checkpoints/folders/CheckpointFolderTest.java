package org.tornadormt.checkpoints.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;

class CheckpointFolderTest {
    @TempDir
    Path folder;

    @Test
    void opensAFolderWithEverything() throws IOException {
        write("config.json", "{\"model_type\": \"gpt2\"}");
        writeTensors("model.safetensors");
        write("tokenizer.json", "{}");
        var rmtConfig = new RmtConfig(4, 32, Alignment.LEFT);
        rmtConfig.write(folder.resolve("rmt_config.json"));
        try (var opened = CheckpointFolder.open(folder)) {
            assertThat(opened.path()).isEqualTo(folder);
            assertThat(opened.config().modelType()).isEqualTo("gpt2");
            assertThat(opened.tensors().tensor("a").floatAt(0)).isEqualTo(1);
            assertThat(opened.rmtConfig()).contains(rmtConfig);
            assertThat(opened.tokenizerFile()).contains(folder.resolve("tokenizer.json"));
        }
    }

    @Test
    void opensAFolderWithoutTokenizerAndRecurrence() throws IOException {
        write("config.json", "{}");
        writeTensors("model.safetensors");
        try (var opened = CheckpointFolder.open(folder)) {
            assertThat(opened.rmtConfig()).isEmpty();
            assertThat(opened.tokenizerFile()).isEmpty();
        }
    }

    @Test
    void opensAShardedModelThatTransformersSaved() {
        try (var opened = CheckpointFolder.open(Path.of("src/test/resources/reference/gpt2-sharded"))) {
            assertThat(opened.config().modelType()).isEqualTo("gpt2");
            assertThat(opened.tensors().tensor("transformer.wte.weight").shape()).containsExactly(11L, 4L);
        }
    }

    @Test
    void takesTheSingleFileBeforeTheShards() throws IOException {
        write("config.json", "{}");
        writeTensors("model.safetensors");
        write("model.safetensors.index.json", "not read");
        try (var opened = CheckpointFolder.open(folder)) {
            assertThat(opened.tensors().names()).containsExactly("a");
        }
    }

    @Test
    void passesTheIgnoredOptionsOn() throws IOException {
        write("config.json", "{\"x\": 1}");
        writeTensors("model.safetensors");
        try (var opened = CheckpointFolder.open(folder, Set.of("x"))) {
            assertThatCode(() -> opened.config().requireAllKnown(Set.of())).doesNotThrowAnyException();
        }
    }

    @Test
    void closesItsTensors() throws IOException {
        write("config.json", "{}");
        writeTensors("model.safetensors");
        var opened = CheckpointFolder.open(folder);
        Tensor tensor = opened.tensors().tensor("a");
        opened.close();
        assertThatThrownBy(() -> tensor.floatAt(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAMissingFolder() {
        Path absent = folder.resolve("absent");
        assertRefused(() -> CheckpointFolder.open(absent), absent + " does not exist; give the folder of a checkpoint");
    }

    @Test
    void refusesAFileInsteadOfAFolder() throws IOException {
        Path file = write("model.safetensors", "");
        assertRefused(() -> CheckpointFolder.open(file), file + " is a file; give the folder that holds it");
    }

    @Test
    void refusesAFolderWithoutConfiguration() {
        writeTensors("model.safetensors");
        assertRefused(() -> CheckpointFolder.open(folder), folder + " has no config.json; copy the one of ");
    }

    @Test
    void saysHowToConvertAPickle() throws IOException {
        write("config.json", "{}");
        write("pytorch_model.bin", "");
        assertRefused(() -> CheckpointFolder.open(folder), folder + " has its tensors in pytorch_model.bin only",
                "save_pretrained(folder, safe_serialization=True)");
    }

    @Test
    void refusesAFolderWithoutTensors() throws IOException {
        write("config.json", "{}");
        assertRefused(() -> CheckpointFolder.open(folder),
                folder + " has neither model.safetensors nor model.safetensors.index.json");
    }

    @Test
    void refusesADamagedRecurrenceByItsFile() throws IOException {
        write("config.json", "{}");
        write("rmt_config.json", "{}");
        writeTensors("model.safetensors");
        assertRefused(() -> CheckpointFolder.open(folder), folder.resolve("rmt_config.json") + ": option ");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private void writeTensors(String name) {
        SafetensorsWriter.write(folder.resolve(name), List.of(Tensor.ofFloats("a", List.of(), 1)), Map.of());
    }
}
