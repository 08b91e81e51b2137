package org.tornadormt.bench.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.cli.InputException;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;

class TextReaderTest {
    private static final Path FACTS = Path.of("..", "models", "facts");
    private static final Path BERT = Path.of("..", "model", "src", "test", "resources", "fixtures", "bert-plain");

    private final JvmDevice device = JvmDevice.withThreads(1);

    @Test
    void withMemoryALongTextTakesNoMoreRoomThanAShortOne() {
        RmtModel model = RmtModel.load(FACTS, LoadOptions.defaults());
        int segment = model.segmentSize();
        try (TextReader reader = new TextReader(model, device, 1)) {
            reader.read(segment);
            long bytes = reader.arrayBytes();

            assertThat(reader.read(segment * 40)).isPositive();
            assertThat(reader.arrayBytes()).isEqualTo(bytes);
            assertThatIllegalArgumentException().isThrownBy(() -> reader.read(segment + 1));
        }
    }

    @Test
    void fullAttentionHasOneSegmentAsLongAsTheTextAndRoomForAllOfIt(@TempDir Path folder) {
        RmtModel shorter = FullAttentionCheckpoint.load(folder.resolve("shorter"), FACTS, 128);
        RmtModel longer = FullAttentionCheckpoint.load(folder.resolve("longer"), FACTS, 2048);

        assertThat(shorter.segmentSize()).isEqualTo(128);
        assertThat(longer.segmentSize()).as("longer than the segments that a model has by itself").isEqualTo(2048);
        assertThat(shorter.numMemTokens()).isZero();
        assertThat(shorter.config().numLayers())
                .isEqualTo(RmtModel.load(FACTS, LoadOptions.defaults()).config().numLayers());
        try (TextReader readerOfShorter = new TextReader(shorter, device, 1);
                TextReader readerOfLonger = new TextReader(longer, device, 1)) {
            assertThat(readerOfShorter.read(128)).isPositive();
            // Positions, activations, keys and values of 1920 more tokens, each at least one row of floats.
            assertThat(readerOfLonger.arrayBytes() - readerOfShorter.arrayBytes())
                    .isGreaterThan(4L * 1920 * longer.config().hiddenSize() * Float.BYTES);
        }
    }

    @Test
    void anotherFamilyIsRefused(@TempDir Path folder) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> FullAttentionCheckpoint.load(folder, BERT, 64)).withMessageContaining("no GPT-2");
    }
}
