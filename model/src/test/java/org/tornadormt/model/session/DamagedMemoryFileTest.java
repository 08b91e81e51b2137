package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.RandomModels;

class DamagedMemoryFileTest {
    @TempDir
    private Path folder;

    private final RmtModel model = RandomModels.decoder(5, 2, 4);
    private final int hidden = model.config().embeddingSize();
    private final Map<String, String> metadata = new HashMap<>(Map.of("format", "tornadormt-memory-1", "tokens", "6",
            "segments", "1", "segment_size", "4", "model", ModelFingerprint.of(model).sha256()));
    private Tensor memory = Tensor.ofFloats("resume.memory", List.of(2L, (long) hidden), new float[2 * hidden]);
    private Tensor pending = Tensor.ofLongs("resume.tokens", List.of(2L), 1, 2);

    @Test
    void theFileOfThisTestIsGood() {
        assertThat(restore().pendingTokens()).containsExactly(1, 2);
    }

    @Test
    void anotherSafetensorsFileIsNoMemory() {
        metadata.remove("format");
        assertRefused("holds no memory; make one with rmt read --memory-out");
    }

    @Test
    void anotherKindOfFileIsNoMemory() throws IOException {
        Path file = Files.writeString(folder.resolve("text"), "Once upon a time there was a text.");
        assertThatThrownBy(() -> MemoryFile.read(file)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining("it is not a safetensors file");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(write());
        Path file = folder.resolve("cut");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> MemoryFile.read(file)).as("%d bytes", length)
                    .isInstanceOf(CheckpointException.class).hasMessageContaining(file.toString());
        }
    }

    @Test
    void aMissingTensorIsNamed() {
        pending = Tensor.ofLongs("something.else", List.of(1L), 1);
        assertRefused("tensor resume.tokens is missing");
    }

    @Test
    void aMemoryThatIsNotFiniteIsRefused() {
        float[] values = new float[2 * hidden];
        values[1] = Float.NaN;
        memory = Tensor.ofFloats("resume.memory", List.of(2L, (long) hidden), values);
        assertRefused("tensor resume.memory has NaN at index 1");
    }

    @Test
    void aMemoryOfAnotherSizeIsRefused() {
        memory = Tensor.ofFloats("resume.memory", List.of(1L, (long) hidden), new float[hidden]);
        assertRefused("does not fit its own description: the file was changed; make it again");
    }

    @Test
    void morePendingTokensThanASegmentAreRefused() {
        pending = Tensor.ofLongs("resume.tokens", List.of(5L), 1, 2, 3, 4, 0);
        assertRefused("does not fit its own description: the file was changed; make it again");
    }

    @Test
    void aPendingTokenOutsideTheVocabularyIsRefused() {
        pending = Tensor.ofLongs("resume.tokens", List.of(2L), 1, model.config().vocabularySize());
        assertRefused("token 1 has id " + model.config().vocabularySize());
    }

    @Test
    void aPendingTokenThatIsNoIdAtAllIsRefused() {
        pending = Tensor.ofLongs("resume.tokens", List.of(2L), 1, 1L << 40);
        assertRefused("resume.tokens");
    }

    @Test
    void pendingTokensThatAreNoWholeNumbersAreRefused() {
        pending = Tensor.ofFloats("resume.tokens", List.of(1L), 1f);
        assertRefused("tensor resume.tokens holds floating-point numbers");
    }

    @Test
    void anotherModelIsRefused() {
        metadata.put("model", "0123");
        assertRefused("this memory was made by another model");
    }

    @ParameterizedTest
    @CsvSource({"segments, -1", "segments, x", "segments, 3000000000", "tokens, -1", "tokens, ''", "tokens, 1.5",
        "segment_size, 0", "segment_size, -4", "segment_size, 99999999999"})
    void numbersThatCannotBeAreRefused(String key, String value) {
        metadata.put(key, value);
        assertRefused("its " + key);
    }

    @Test
    void aMissingNumberIsRefused() {
        metadata.remove("segments");
        assertRefused("its segments is not a number");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::restore)
                .isInstanceOfAny(ModelException.class, CheckpointException.class)
                .hasMessageContaining(message);
    }

    private MemoryState restore() {
        MemoryState state = MemoryFile.read(write());
        try (Session session = Session.reading(model, JvmDevice.definitionsOnly())) {
            session.restore(state);
            return session.state();
        }
    }

    private Path write() {
        Path file = folder.resolve("memory.safetensors");
        SafetensorsWriter.write(file, List.of(memory, pending), metadata);
        return file;
    }
}
