package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.model.fixtures.Agreement.assertAgrees;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.session.Forward;
import org.tornadormt.model.weights.WeightMatrix;

/** A Llama from GGUF against Transformers reading the same file, and against the model it was made of. */
class GgufForwardTest {
    private static final Path FOLDER = Path.of("src/test/resources/gguf");

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f16", "bf16", "q8_0"})
    void logitsAgreeWithTransformersReadingTheSameFile(String type) {
        RmtModel model = RmtModel.load(FOLDER.resolve(type + ".gguf"), LoadOptions.defaults());
        try (SafetensorsFile expected = SafetensorsFile.open(FOLDER.resolve("expected.safetensors"))) {
            int[] ids = new int[(int) expected.tensor("ids").elementCount()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (int) expected.tensor("ids").longAt(i);
            }
            var options = Forward.options(model, 1, ids.length);
            try (var runner = new SegmentRunner(model, JvmDevice.withThreads(1), options)) {
                Forward.Result result = Forward.run(runner, model.memoryConfig(), new int[][]{ids}).getFirst();
                assertAgrees(type, result.logits(), expected.tensor(type).toFloats());
            }
        }
    }

    @Test
    void aFileOfFloat32HoldsTheSameModelAsTheSafetensorsItWasMadeOf() {
        RmtModel gguf = RmtModel.load(FOLDER.resolve("f32.gguf"), LoadOptions.defaults());
        RmtModel original = RmtModel.load(FOLDER, LoadOptions.defaults());
        assertThat(gguf.config()).isEqualTo(original.config());
        List<WeightMatrix> expected = original.weights().matrices().toList();
        List<WeightMatrix> actual = gguf.weights().matrices().toList();
        assertThat(actual).hasSameSizeAs(expected);
        for (int n = 0; n < expected.size(); n++) {
            assertThat(actual.get(n).size()).isEqualTo(expected.get(n).size());
            for (int i = 0; i < expected.get(n).size(); i++) {
                assertThat(actual.get(n).get(i)).isEqualTo(expected.get(n).get(i));
            }
        }
    }
}
