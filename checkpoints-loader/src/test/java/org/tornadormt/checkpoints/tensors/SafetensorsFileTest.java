package org.tornadormt.checkpoints.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    @Test
    void readsBeyondTwoGibibytes() throws IOException {
        // 3 GiB on paper; the file system stores only the bytes that are written.
        long elements = 3L << 28;
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[%d,4],\"data_offsets\":[0,%d]}}"
                .formatted(elements / 4, elements * 4);
        Path file = Files.write(folder.resolve("large.safetensors"), SafetensorsBytes.of(header, 0));
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.seek(large.length() + elements * 4 - 4);
            large.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(2.5f).array());
        }
        try (var opened = SafetensorsFile.open(file)) {
            Tensor tensor = opened.tensor("a");
            assertThat(tensor.elementCount()).isEqualTo(805_306_368L);
            assertThat(tensor.floatAt(elements - 1)).isEqualTo(2.5f);
            assertThat(tensor.floatAt(elements - 2)).isZero();
            assertThat(tensor.rows(elements / 4 - 1, elements / 4).toFloats()).containsExactly(0, 0, 0, 2.5f);
        }
    }

    @Test
    void readsAFileWithoutTensors() throws IOException {
        try (var opened = SafetensorsFile.open(write("{}  ", 0))) {
            assertThat(opened.names()).isEmpty();
            assertThat(opened.metadata()).isEmpty();
        }
    }

    @Test
    void acceptsTensorsAtUnalignedPlacesAndInAnyOrder() throws IOException {
        String header = "{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[3,7]},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[3,3]},"
                + "\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}";
        try (var opened = SafetensorsFile.open(write(header, 7))) {
            float expected = ByteBuffer.wrap(new byte[]{3, 4, 5, 6}).order(ByteOrder.LITTLE_ENDIAN).getFloat();
            assertThat(opened.tensor("b").floatAt(0)).isEqualTo(expected);
            assertThat(opened.tensor("a").longAt(2)).isEqualTo(2);
            assertThat(opened.names()).containsExactly("a", "none", "b");
        }
    }

    @Test
    void namesAMissingTensorTheFileAndCloseNames() throws IOException {
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter.write(file, List.of(Tensor.ofFloats("transformer.h.0.ln_1.weight", List.of(), 1),
                Tensor.ofFloats("transformer.h.0.ln_2.weight", List.of(), 1),
                Tensor.ofFloats("transformer.h.0.ln_2.bias", List.of(), 1),
                Tensor.ofFloats("transformer.h.0.ln_9.weight", List.of(), 1),
                Tensor.ofFloats("lm_head", List.of(), 1)), Map.of());
        try (var opened = SafetensorsFile.open(file)) {
            assertRefused(() -> opened.tensor("transformer.h.0.ln_3.weight"),
                    file + ": tensor transformer.h.0.ln_3.weight is missing; close names: transformer.h.0.ln_1.weight, "
                            + "transformer.h.0.ln_2.weight, transformer.h.0.ln_9.weight");
            assertRefused(() -> opened.tensor("qqqqqqqqqqqq"), "tensor qqqqqqqqqqqq is missing; is it a checkpoint of");
            assertThat(opened.contains("lm_head")).isTrue();
            assertThat(opened.contains("lm_heads")).isFalse();
        }
    }

    @Test
    void freesTheFileOnCloseAndMayBeClosedTwice() throws IOException {
        var opened = SafetensorsFile.open(write("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}", 1));
        Tensor tensor = opened.tensor("a");
        opened.close();
        opened.close();
        assertThatThrownBy(() -> tensor.longAt(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsTensorsOfNoBytesWhereverTheyStand() throws IOException {
        String header = "{\"first\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]},"
                + "\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},"
                + "\"last\":{\"dtype\":\"F32\",\"shape\":[2,0],\"data_offsets\":[3,3]}}";
        try (var opened = SafetensorsFile.open(write(header, 3))) {
            assertThat(opened.tensor("first").toFloats()).isEmpty();
            assertThat(opened.tensor("last").toFloats()).isEmpty();
            assertThat(opened.tensor("last").shape()).containsExactly(2L, 0L);
        }
    }

    @Test
    void givesBackWhatIsReleasedAndReadsItAgainWhenAskedFor() throws IOException {
        String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]},"
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[1,2]}}";
        try (var opened = SafetensorsFile.open(write(header, 2))) {
            Tensor a = opened.tensor("a");
            Tensor b = opened.tensor("b");
            opened.release("a");
            opened.release("a");
            opened.release("absent");
            assertThatThrownBy(() -> a.longAt(0)).isInstanceOf(IllegalStateException.class);
            assertThat(b.longAt(0)).isEqualTo(1);
            assertThat(opened.tensor("a").longAt(0)).isZero();
        }
    }

    @Test
    void cannotBeChangedThroughATensor() throws IOException {
        try (var opened = SafetensorsFile.open(write("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}",
                1))) {
            assertThat(opened.tensor("a").data().isReadOnly()).isTrue();
        }
    }

    @Test
    void keepsMetadata() throws IOException {
        try (var opened = SafetensorsFile.open(write("{\"__metadata__\":{\"größe\":\"ü\",\"b\":\"\"}}", 0))) {
            assertThat(opened.metadata()).isEqualTo(Map.of("größe", "ü", "b", ""));
        }
    }

    private Path write(String header, int dataBytes) throws IOException {
        return Files.write(folder.resolve("test.safetensors"), SafetensorsBytes.of(header, dataBytes));
    }
}
