package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.session.Forward;

/** What depends on which tokens: the past reaches everything through the memory, the future nothing in a decoder. */
class InfluenceTest {
    private static final Device DEVICE = JvmDevice.withThreads(2);
    /** Of hidden states with fewer features a norm may leave nothing. */
    private static final int ENOUGH_FEATURES = 6;

    static LongStream seeds() {
        return LongStream.range(0, 200).filter(
                seed -> RandomModels.any(seed).config().hiddenSize() >= ENOUGH_FEATURES
                        && RandomModels.any(seed).config().embeddingSize() >= ENOUGH_FEATURES
                        && RandomModels.any(seed).numMemTokens() > 0)
                .limit(20);
    }

    @Property(tries = 100)
    void nothingInADecoderDependsOnLaterTokens(@ForAll @LongRange(min = 0) long seed) {
        RmtModel random = RandomModels.decoder(seed);
        RmtModel model = RandomModels.withSegments(random, random.segmentSize(), Alignment.LEFT);
        var numbers = new Random(seed);
        int[] text = RandomModels.text(model, numbers, 2 + numbers.nextInt(4 * model.segmentSize()));
        int at = 1 + numbers.nextInt(text.length - 1);
        int[] other = text.clone();
        for (int i = at; i < text.length; i++) {
            other[i] = changed(model, text[i]);
        }

        float[][] logits = Forward.run(model, DEVICE, text).getFirst().logits();
        float[][] changed = Forward.run(model, DEVICE, other).getFirst().logits();

        assertThat(Arrays.copyOf(changed, at)).isDeepEqualTo(Arrays.copyOf(logits, at));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theFirstTokenReachesTheLastSegmentThroughTheMemory(long seed) {
        RmtModel model = RandomModels.any(seed);
        int[] text = RandomModels.plainText(model, new Random(seed), 3 * model.segmentSize());
        int[] other = text.clone();
        other[0] = changed(model, text[0]);

        float[][] logits = Forward.run(model, DEVICE, text).getFirst().logits();
        float[][] changed = Forward.run(model, DEVICE, other).getFirst().logits();

        assertThat(changed[changed.length - 1]).isNotEqualTo(logits[logits.length - 1]);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theLastTokenReachesEveryVectorOfTheMemory(long seed) {
        RmtModel model = RandomModels.any(seed);
        int[] text = RandomModels.plainText(model, new Random(seed), model.segmentSize());
        int[] other = text.clone();
        other[text.length - 1] = changed(model, text[text.length - 1]);

        Forward.Result result = Forward.run(model, DEVICE, text).getFirst();
        Forward.Result changed = Forward.run(model, DEVICE, other).getFirst();

        assertThat(changed.logits()[changed.logits().length - 1])
                .isNotEqualTo(result.logits()[result.logits().length - 1]);
        int size = model.config().embeddingSize();
        for (int slot = 0; slot < model.numMemTokens(); slot++) {
            assertThat(Arrays.copyOfRange(changed.memory()[0], slot * size, (slot + 1) * size))
                    .as("memory vector %d", slot)
                    .isNotEqualTo(Arrays.copyOfRange(result.memory()[0], slot * size, (slot + 1) * size));
        }
    }

    /** Another id that no encoder takes for a special one. */
    private static int changed(RmtModel model, int id) {
        int last = model.config().vocabularySize() - 1;
        return id == last ? last - 1 : last;
    }
}
