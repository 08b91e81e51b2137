package org.tornadormt.checkpoints.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;
import static org.tornadormt.checkpoints.hub.FakeHub.MODEL;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFilesTest {

    @ParameterizedTest
    @CsvSource({
        "model.safetensors, model.safetensors pytorch_model.bin model.safetensors.index.json",
        "model.safetensors.index.json, model.safetensors.index.json pytorch_model.bin model-1.safetensors",
        "pytorch_model.bin, pytorch_model.bin pytorch_model.bin.index.json a.pth",
        "pytorch_model.bin.index.json, pytorch_model.bin.index.json pytorch_model-1.bin",
        "model_best.pth, model_best.pth training_args.bin optimizer.bin random_states_0.bin",
        "rmt.bin, rmt.bin onnx/model.bin flax_model.msgpack",
    })
    void theWeightsAreTakenOnce(String expected, String names) {
        assertThat(CheckpointFiles.weights(Set.of(names.split(" ")), MODEL)).contains(expected);
    }

    @Test
    void whatIsInFoldersIsNotTaken() {
        assertThat(CheckpointFiles.besideShards(Set.of("model.safetensors", "onnx/config.json"), MODEL))
                .containsExactly("model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"weight_map\": {}}", "{\"weight_map\": 1}"})
    void anIndexThatNamesNoFilesIsRefused(String json, @TempDir Path folder) throws IOException {
        Path index = Files.writeString(folder.resolve("model.safetensors.index.json"), json);

        assertRefused(() -> CheckpointFiles.shards(index), "non-empty object \"weight_map\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"../x\"", "\"/x\"", "\"a/b\"", "\"a\\\\b\"", "\"C:x\"", "\"..\"", "\"\"", "1"})
    void anIndexThatNamesOtherThanFilesBesideItIsRefused(String shard, @TempDir Path folder) throws IOException {
        Path index = Files.writeString(folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"a\": %s}}".formatted(shard));

        assertRefused(() -> CheckpointFiles.shards(index), "is not a plain file name");
    }
}
