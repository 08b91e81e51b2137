package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.session.Forward;

class BadTextTest {
    private static final Device DEVICE = JvmDevice.definitionsOnly();

    private final RmtModel decoder = RandomModels.decoder(3, 2, 4);
    private final RmtModel encoder = RandomModels.encoder(3, 2, 4);

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 1000, Integer.MAX_VALUE})
    void anIdOutsideTheVocabularyIsRefused(int id) {
        int vocabulary = decoder.config().vocabularySize();
        assertThatThrownBy(() -> Forward.run(decoder, DEVICE, new int[]{0, 1, id}))
                .isInstanceOf(ModelException.class)
                .hasMessage("token 2 has id %d, but the vocabulary of %s has ids 0 to %d", id, decoder.folder(),
                        vocabulary - 1);
    }

    @Test
    void theFirstIdAfterTheVocabularyIsRefusedEvenIfItIsThatOfAMemoryRow() {
        int[] text = {3, encoder.config().vocabularySize()};
        assertThatThrownBy(() -> Forward.run(encoder, DEVICE, text)).isInstanceOf(ModelException.class)
                .hasMessageStartingWith("token 1 has id " + text[1]);
    }

    @Test
    void anEmptyTextIsRefused() {
        assertThatThrownBy(() -> Forward.run(decoder, DEVICE, new int[0])).isInstanceOf(ModelException.class)
                .hasMessage("the text has no tokens");
        assertThatThrownBy(() -> Forward.run(decoder, DEVICE, new int[]{1}, new int[0]))
                .isInstanceOf(ModelException.class).hasMessage("the text has no tokens");
    }

    @Test
    void anEncodersTextOfSpecialTokensAloneIsRefused() {
        assertThatThrownBy(() -> Forward.run(encoder, DEVICE, new int[]{1, 2, 0})).isInstanceOf(ModelException.class)
                .hasMessage("the text has no tokens");
    }

    @Test
    void aSegmentLongerThanTheRunnerWasPreparedForIsRefused() {
        try (var runner = new SegmentRunner(decoder, DEVICE, RunnerOptions.reading(3))) {
            assertThatThrownBy(() -> runner.run(new int[]{1, 2, 3, 4})).isInstanceOf(ModelException.class)
                    .hasMessage("a segment of 4 tokens, but the runner was prepared for 3");
        }
    }
}
