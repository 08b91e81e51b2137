package org.tornadormt.checkpoints.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;

class CheckpointFolderTest {
    private static final Path SAFETENSORS = Path.of("src/test/resources/reference/gpt2-sharded");
    private static final Path PYTORCH = Path.of("src/test/resources/pytorch");

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
        try (var opened = CheckpointFolder.open(SAFETENSORS)) {
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
    void opensAFileOfTensorsWithTheConfigurationBesideIt() throws IOException {
        write("config.json", "{\"model_type\": \"gpt2\"}");
        writeTensors("model.safetensors");
        writeTensors("step_100.safetensors");
        Files.copy(PYTORCH.resolve("trainer.pth"), folder.resolve("model_best.pth"));
        for (String name : List.of("step_100.safetensors", "model_best.pth")) {
            try (var opened = CheckpointFolder.open(folder.resolve(name))) {
                assertThat(opened.tensors().description()).isEqualTo(folder.resolve(name).toString());
                assertThat(opened.path()).isEqualTo(folder);
                assertThat(opened.config().modelType()).isEqualTo("gpt2");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors.index.json", "pytorch_model.bin.index.json"})
    void opensAnIndexByItsOwnPath(String index) throws IOException {
        write("config.json", "{}");
        Path source = index.startsWith("model") ? SAFETENSORS : PYTORCH.resolve("sharded");
        copyAll(source);
        try (var opened = CheckpointFolder.open(folder.resolve(index))) {
            assertThat(opened.tensors().description()).isEqualTo(folder.resolve(index).toString());
            assertThat(opened.tensors().names()).hasSizeGreaterThan(5);
        }
    }

    @Test
    void refusesAFileOfAnotherKind() throws IOException {
        write("config.json", "{}");
        assertRefused(() -> CheckpointFolder.open(folder.resolve("config.json")),
                folder.resolve("config.json") + " is not a file of tensors (.safetensors, .bin, .pth, .pt");
    }

    @Test
    void refusesAFileWithoutConfigurationBesideIt() throws IOException {
        Path file = write("model.pth", "");
        assertRefused(() -> CheckpointFolder.open(file), folder + " has no config.json; copy the one of ");
    }

    @Test
    void refusesAFolderWithoutConfiguration() {
        writeTensors("model.safetensors");
        assertRefused(() -> CheckpointFolder.open(folder), folder + " has no config.json; copy the one of ");
    }

    @Test
    void takesTheKindsInTheOrderOfTransformers() throws IOException {
        write("config.json", "{}");
        copyAll(SAFETENSORS);
        copyAll(PYTORCH.resolve("sharded"));
        Files.copy(PYTORCH.resolve("model.bin"), folder.resolve("pytorch_model.bin"));
        Files.copy(PYTORCH.resolve("trainer.pth"), folder.resolve("model_best.pth"));
        writeTensors("model.safetensors");
        for (String name : List.of("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
                "pytorch_model.bin.index.json")) {
            try (var opened = CheckpointFolder.open(folder)) {
                assertThat(opened.tensors().description()).isEqualTo(folder.resolve(name).toString());
            }
            Files.delete(folder.resolve(name));
        }
    }

    @Test
    void takesTheOnlyFileOfATrainer() throws IOException {
        write("config.json", "{}");
        Files.createDirectory(folder.resolve("logs.bin"));
        Files.copy(PYTORCH.resolve("trainer.pth"), folder.resolve("model_best.pth"));
        for (String beside : List.of("optimizer.pt", "training_args.bin", "rng_state_0.pth")) {
            write(beside, "no weights");
        }
        try (var opened = CheckpointFolder.open(folder)) {
            assertThat(opened.tensors().names()).contains("memory");
        }
    }

    @Test
    void refusesToChooseBetweenFilesOfATrainer() throws IOException {
        write("config.json", "{}");
        Files.copy(PYTORCH.resolve("trainer.pth"), folder.resolve("model_best.pth"));
        Files.copy(PYTORCH.resolve("trainer.pth"), folder.resolve("model_100.pth"));
        assertRefused(() -> CheckpointFolder.open(folder), folder + " has several files that may hold the tensors "
                + "(model_100.pth, model_best.pth); give the path of one");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void followsLinksOutOfTheFolderAsInTheCacheOfHuggingFace() throws IOException {
        Path blobs = Files.createDirectory(folder.resolve("blobs"));
        Path snapshot = Files.createDirectories(folder.resolve("snapshots/1a2b"));
        Files.writeString(blobs.resolve("3c4d"), "{\"model_type\": \"gpt2\"}");
        Files.copy(PYTORCH.resolve("model.bin"), blobs.resolve("5e6f"));
        Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs/3c4d"));
        Path link = Files.createSymbolicLink(snapshot.resolve("pytorch_model.bin"), Path.of("../../blobs/5e6f"));
        for (Path path : List.of(snapshot, link)) {
            try (var opened = CheckpointFolder.open(path)) {
                assertThat(opened.config().modelType()).isEqualTo("gpt2");
                assertThat(opened.tensors().names()).contains("memory");
            }
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void saysOfALinkToNowhereThatTheDownloadIsNotCompleteEvenIfThereIsAnotherFile() throws IOException {
        write("config.json", "{}");
        Files.copy(PYTORCH.resolve("model.bin"), folder.resolve("pytorch_model.bin"));
        Path link = Files.createSymbolicLink(folder.resolve("model.safetensors"), Path.of("../blobs/absent"));
        assertRefused(() -> CheckpointFolder.open(folder), "Cannot read " + link + ": it is a link to a file that does "
                + "not exist; was the download complete?");
    }

    @Test
    void refusesAFolderWithoutTensors() throws IOException {
        write("config.json", "{}");
        assertRefused(() -> CheckpointFolder.open(folder),
                folder + " has no tensors (model.safetensors, model.safetensors.index.json, pytorch_model.bin, ");
    }

    @Test
    void refusesADamagedRecurrenceByItsFile() throws IOException {
        write("config.json", "{}");
        write("rmt_config.json", "{}");
        writeTensors("model.safetensors");
        assertRefused(() -> CheckpointFolder.open(folder), folder.resolve("rmt_config.json") + ": option ");
    }

    private void copyAll(Path source) throws IOException {
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private void writeTensors(String name) {
        SafetensorsWriter.write(folder.resolve(name), List.of(Tensor.ofFloats("a", List.of(), 1)), Map.of());
    }
}
