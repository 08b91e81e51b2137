package org.tornadormt.bench.engine.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.torchscript.PickleValue.Call;
import org.tornadormt.bench.engine.torchscript.PickleValue.Instance;
import org.tornadormt.bench.engine.torchscript.PickleValue.Persistent;
import org.tornadormt.bench.engine.torchscript.PickleValue.Text;
import org.tornadormt.bench.engine.torchscript.PickleValue.Tuple;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorType;

class TorchScriptModuleTest {
    private static final BenchShape SHAPE = new BenchShape("test", 1, 8, 2, 11, 5, 1);
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    @TempDir
    private Path folder;

    @Test
    void aTensorIsWhereThePickleSaysTransposedByItsStrides() throws IOException {
        Path file = folder.resolve("model.pt");
        try (SafetensorsFile weights = BenchCheckpoint.create(folder, SHAPE, 1).weights()) {
            module(weights).writeTo(file);

            Instance rmt = (Instance) PickleMachine.load(read(file, "rmt/data.pkl"));
            Instance block = (Instance) rmt.attributes().items().get("h_0");
            Call up = (Call) block.attributes().items().get("mlp_c_fc_weight");

            List<PickleValue> arguments = up.arguments().items();
            assertThat(arguments.subList(2, 4)).containsExactly(Tuple.of(List.of(32L, 8L)), Tuple.of(List.of(1L, 32L)));
            Tuple storage = (Tuple) ((Persistent) arguments.getFirst()).key();
            ByteBuffer elements = ByteBuffer.wrap(read(file, "rmt/data/" + ((Text) storage.items().get(2)).value()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] floats = new float[32 * 8];
            elements.asFloatBuffer().get(floats);
            assertThat(floats).containsExactly(
                    weights.tensor(BenchCheckpoint.TRANSFORMER + "h.0.mlp.c_fc.weight").toFloats());
        }
    }

    @Test
    void aFileThatHoldsTheModuleIsKeptAndAnyOtherReplaced() throws IOException {
        Path file = folder.resolve("model.pt");
        Files.writeString(file, "cut off");
        try (SafetensorsFile weights = BenchCheckpoint.create(folder, SHAPE, 1).weights()) {
            module(weights).writeTo(file);
            Files.setLastModifiedTime(file, LONG_AGO);
            module(weights).writeTo(file);
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
        }
        byte[] before = Files.readAllBytes(file);
        try (SafetensorsFile others = BenchCheckpoint.create(folder, SHAPE, 2).weights()) {
            module(others).writeTo(file);
        }
        assertThat(Files.readAllBytes(file)).hasSameSizeAs(before).isNotEqualTo(before);
    }

    @Test
    void aTensorOfAnotherTypeIsNamed() {
        Path file = folder.resolve("half.safetensors");
        MemorySegment halves = MemorySegment.ofArray(new byte[2 * 11 * 8]);
        SafetensorsWriter.write(file, List.of(new Tensor(BenchCheckpoint.TRANSFORMER + "wte.weight", TensorType.F16,
                List.of(11L, 8L), halves, "test")), Map.of());
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> module(weights))
                    .withMessageContaining("wte.weight is of type F16");
        }
    }

    private static TorchScriptModule module(SafetensorsFile weights) {
        return TorchScriptModule.of(weights, BenchCheckpoint.TRANSFORMER, SHAPE.numLayers(), SHAPE.numAttentionHeads(),
                SHAPE.numMemTokens(), BenchCheckpoint.LAYER_NORM_EPSILON, LinearMaps.ATEN);
    }

    private static byte[] read(Path archive, String name) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        }
    }
}
