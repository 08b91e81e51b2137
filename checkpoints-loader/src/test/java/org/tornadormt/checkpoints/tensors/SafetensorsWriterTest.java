package org.tornadormt.checkpoints.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    @Test
    void alignsTheHeaderTo8BytesAndEveryTensorToItsElements() throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafetensorsWriter.write(file, List.of(Tensor.ofFloats("aaa", List.of(1L), 1.5f),
                Tensor.ofLongs("zzz", List.of(1L), 7)), Map.of());
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = Math.toIntExact(content.getLong());
        assertThat(headerLength % 8).isZero();
        // The wider type comes first though its name is later, so both lie at multiples of their size.
        assertThat(content.getLong(8 + headerLength)).isEqualTo(7);
        assertThat(content.getFloat(8 + headerLength + 8)).isEqualTo(1.5f);
        assertThat(content.capacity()).isEqualTo(8 + headerLength + 12);
    }

    @Test
    void writesTensorsThatAreLargerThanItsBuffer() {
        Path file = folder.resolve("large.safetensors");
        float[] values = new float[100_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        SafetensorsWriter.write(file, List.of(Tensor.ofFloats("a", List.of(100_003L), values)), Map.of());
        try (var opened = SafetensorsFile.open(file)) {
            assertThat(opened.tensor("a").toFloats()).containsExactly(values);
        }
    }

    @Test
    void refusesTwoTensorsOfOneNameAndTheNameOfTheMetadata() {
        Path file = folder.resolve("a.safetensors");
        Tensor tensor = Tensor.ofFloats("a", List.of(), 1);
        Tensor metadata = Tensor.ofFloats("__metadata__", List.of(), 1);
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(tensor, tensor), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(metadata), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysWhyItCannotWrite() {
        assertRefused(() -> SafetensorsWriter.write(folder.resolve("absent/a.safetensors"), List.of(), Map.of()),
                "Cannot write ", "does not exist; create it first");
    }
}
