package org.tornadormt.checkpoints.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.JsonFile;

/**
 * Files that the original Python libraries wrote, and the values that PyTorch reads from them
 * (tools/reference/make_safetensors.py).
 */
class SafetensorsReferenceTest {
    private static final Path REFERENCE = Path.of("src/test/resources/reference");

    @TempDir
    Path folder;

    @Test
    void readsEveryTypeBitForBitAsPyTorchDoes() {
        try (var file = SafetensorsFile.open(REFERENCE.resolve("types.safetensors"))) {
            assertSame(file, JsonFile.read(REFERENCE.resolve("types.json")));
            assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
            assertThat(file.names()).hasSizeGreaterThan(15);
        }
    }

    @Test
    void readsAShardedModelBitForBitAsPyTorchDoes() {
        Path index = REFERENCE.resolve("gpt2-sharded/model.safetensors.index.json");
        try (var model = ShardedTensors.open(index, SafetensorsFile::open)) {
            assertSame(model, JsonFile.read(REFERENCE.resolve("sharded.json")));
        }
    }

    @Test
    void writesTheSameBytesAsTheReferenceLibrary() throws IOException {
        Path original = REFERENCE.resolve("types.safetensors");
        Path copy = folder.resolve("copy.safetensors");
        try (var file = SafetensorsFile.open(original)) {
            List<Tensor> shuffled = new ArrayList<>(file.names().stream().map(file::tensor).toList()).reversed();
            SafetensorsWriter.write(copy, shuffled, file.metadata());
        }
        assertThat(copy).hasSameBinaryContentAs(original);
        assertThat(Files.size(copy)).isPositive();
    }

    private static void assertSame(TensorSource source, ObjectNode expected) {
        assertThat(source.names()).containsExactlyInAnyOrderElementsOf(
                expected.propertyStream().map(Map.Entry::getKey).toList());
        expected.propertyStream().forEach(entry -> assertSame(source.tensor(entry.getKey()), entry.getValue()));
    }

    private static void assertSame(Tensor tensor, JsonNode expected) {
        assertThat(tensor.shape()).as("shape of %s", tensor.name()).isEqualTo(longs(expected.path("shape")));
        if (tensor.type().isFloating()) {
            var bits = new ArrayList<Long>();
            for (float value : tensor.toFloats()) {
                bits.add((long) Float.floatToRawIntBits(value));
            }
            assertThat(bits).as(tensor.name()).isEqualTo(longs(expected.path("float_bits")));
        } else {
            var values = new ArrayList<Long>();
            for (long i = 0; i < tensor.elementCount(); i++) {
                values.add(tensor.longAt(i));
            }
            assertThat(values).as(tensor.name()).isEqualTo(longs(expected.path("longs")));
        }
    }

    private static List<Long> longs(JsonNode array) {
        var values = new ArrayList<Long>();
        array.forEach(value -> values.add(value.longValue()));
        return values;
    }
}
