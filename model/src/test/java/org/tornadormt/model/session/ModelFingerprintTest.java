package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.StoredNumbers;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.model.InitialMemory;
import org.tornadormt.model.MemoryConfig;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.segment.DecoderLayout;
import org.tornadormt.model.segment.EncoderLayout;
import org.tornadormt.model.segment.SegmentLayout;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

class ModelFingerprintTest {
    private final RmtModel encoder = RandomModels.encoder(2, 3, 4);
    private final ModelFingerprint fingerprint = ModelFingerprint.of(encoder);

    @Test
    void theSameModelLoadedAgainHasTheSame() {
        assertThat(ModelFingerprint.of(RandomModels.encoder(2, 3, 4))).isEqualTo(fingerprint);
        assertThat(ModelFingerprint.of(with(encoder, new EncoderLayout(3, 1, 2, Set.of(2, 0, 1)),
                encoder.initialMemory().vectors()))).as("the same ids in another order").isEqualTo(fingerprint);
    }

    @Test
    void segmentsBelongToTheStateAndNotToTheModel() {
        assertThat(ModelFingerprint.of(RandomModels.withSegments(encoder, 2, Alignment.CENTER)))
                .isEqualTo(fingerprint);
    }

    @Test
    void otherSpecialTokensMakeAnotherModel() {
        float[] memory = encoder.initialMemory().vectors();
        assertThat(ModelFingerprint.of(with(encoder, new EncoderLayout(3, 2, 1, Set.of(0, 1, 2)), memory)))
                .as("[CLS] and [SEP] exchanged").isNotEqualTo(fingerprint);
        assertThat(ModelFingerprint.of(with(encoder, new EncoderLayout(3, 1, 2, Set.of(1, 2)), memory)))
                .as("[PAD] is a token of the text").isNotEqualTo(fingerprint);
    }

    @Test
    void anotherMemoryMakesAnotherModel() {
        float[] memory = encoder.initialMemory().vectors().clone();
        memory[memory.length - 1] = Math.nextUp(memory[memory.length - 1]);
        assertThat(ModelFingerprint.of(with(encoder, encoder.layout(), memory))).isNotEqualTo(fingerprint);
    }

    @Test
    void anotherNumberOfMemoryVectorsMakesAnotherModel() {
        RmtModel decoder = RandomModels.decoder(2, 3, 4);
        float[] fewer = Arrays.copyOf(decoder.initialMemory().vectors(), 2 * decoder.config().embeddingSize());
        assertThat(ModelFingerprint.of(with(decoder, new DecoderLayout(2), fewer)))
                .isNotEqualTo(ModelFingerprint.of(decoder));
    }

    @Test
    void oneOtherWeightInAnyArrayMakesAnotherModel() throws ReflectiveOperationException {
        RmtModel other = RandomModels.encoder(2, 3, 4);
        assertThat(other.weights().arrays()).hasSize(arraysIn(other.weights())).allSatisfy(array -> {
            float before = array.get(0);
            array.set(0, Math.nextUp(before));
            assertThat(ModelFingerprint.of(other)).isNotEqualTo(fingerprint);
            array.set(0, before);
        });
        assertThat(ModelFingerprint.of(other)).isEqualTo(fingerprint);
    }

    /** Arrays anywhere in the components of a record. */
    private static int arraysIn(Object part) throws ReflectiveOperationException {
        return switch (part) {
            case FloatArray array -> 1;
            case StoredNumbers numbers -> 1;
            case Optional<?> optional -> optional.isPresent() ? arraysIn(optional.get()) : 0;
            case Record parts -> {
                int count = 0;
                for (RecordComponent component : parts.getClass().getRecordComponents()) {
                    count += arraysIn(component.getAccessor().invoke(parts));
                }
                yield count;
            }
            default -> 0;
        };
    }

    private static RmtModel with(RmtModel model, SegmentLayout layout, float[] memory) {
        var memoryConfig = new MemoryConfig(layout.numMemTokens(), model.segmentSize(),
                model.memoryConfig().alignment());
        return new RmtModel(model.folder(), model.modelType(), model.variant(), model.config(), memoryConfig, layout,
                model.weights(), new InitialMemory(memory, true), model.tokenizerFile());
    }
}
