package org.tornadormt.checkpoints.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadormt.checkpoints.folders.CheckpointFolder;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;

/**
 * Files that PyTorch wrote, and the same tensors as the safetensors library wrote them
 * (tools/reference/make_pytorch_files.py).
 */
class PyTorchReferenceTest {
    private static final Path REFERENCE = Path.of("src/test/resources/pytorch");

    @ParameterizedTest
    @CsvSource({"types.bin, types", "types-protocol-4.bin, types", "strided.pt, strided", "model.bin, model",
        "model-without-checksums.bin, model", "trainer.pth, trainer"})
    void readsEveryTensorBitForBitAsTheOtherLibraryWroteIt(String file, String expected) {
        try (var read = PyTorchFile.open(REFERENCE.resolve(file));
                var same = SafetensorsFile.open(REFERENCE.resolve(expected + ".safetensors"))) {
            assertThat(same.names()).hasSizeGreaterThan(5);
            assertSame(read, same, List.copyOf(same.names()));
        }
    }

    @Test
    void readsParametersUnderANameThatTrainersUse() {
        try (var read = PyTorchFile.open(REFERENCE.resolve("parameters.pt"));
                var same = SafetensorsFile.open(REFERENCE.resolve("model.safetensors"))) {
            assertSame(read, same, same.names().stream().filter(name -> !name.equals("position_ids")).toList());
        }
    }

    @Test
    void readsAModelInSeveralFiles() {
        try (var folder = CheckpointFolder.open(REFERENCE.resolve("sharded"));
                var same = SafetensorsFile.open(REFERENCE.resolve("model.safetensors"))) {
            assertThat(folder.tensors().description()).endsWith("pytorch_model.bin.index.json");
            assertSame(folder.tensors(), same, List.copyOf(same.names()));
        }
    }

    @Test
    void readsATiedWeightUnderBothNamesFromOnePlace() {
        try (var read = PyTorchFile.open(REFERENCE.resolve("model.bin"))) {
            assertThat(read.tensor("head.weight").data()).isEqualTo(read.tensor("wte.weight").data());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            before-1.6.bin     | is in the format of PyTorch before 1.6 | torch.save
            runs-a-command.bin | refuses to run posix.system, which the file asks for | save its state_dict() alone
            whole-model.pt     | refuses to run __main__.TinyModel | save its state_dict() alone
            torchscript.pt     | is a TorchScript program | torch.jit.load
            float8.bin         | torch._utils._rebuild_tensor_v3 | .to(torch.float32)
            expanded.bin       | tensor a repeats the elements of its storage | .contiguous()
            lazy.bin           | negated or conjugated only when it is read | .resolve_neg()
            two-models.bin     | has tensors under state_dict and under model | save the one that is meant alone
            no-names.pt        | holds no tensors by name | state_dict()
            bare.pkl.bin       | is a pickle, but not a file of torch.save | torch.save
            """)
    void refusesWhatItDoesNotReadAndSaysWhatToDo(String name, String what, String next) {
        Path file = REFERENCE.resolve("refused").resolve(name);
        assertRefused(() -> PyTorchFile.open(file), file.toString(), what, next);
    }

    private static void assertSame(TensorSource actual, TensorSource expected, List<String> names) {
        assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            Tensor tensor = actual.tensor(name);
            Tensor same = expected.tensor(name);
            assertThat(tensor.type()).as(name).isEqualTo(same.type());
            assertThat(tensor.shape()).as(name).isEqualTo(same.shape());
            assertThat(tensor.data().mismatch(same.data())).as("first byte of %s that differs", name).isEqualTo(-1);
        }
    }
}
