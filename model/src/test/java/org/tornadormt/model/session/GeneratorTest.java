package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.segment.Segmentation;

class GeneratorTest {
    private static final Device DEVICE = JvmDevice.withThreads(2);
    private static final int[] NOTHING = {};

    private final RmtModel model = RandomModels.withSegments(RandomModels.wideDecoder(2, 4), 4, Alignment.LEFT);

    @Property(tries = 60)
    void cacheAndCommitGiveTheIdsOfALoopWithoutCache(@ForAll @LongRange(min = 0) long seed) {
        RmtModel any = RandomModels.decoder(seed);
        var random = new Random(seed);
        int[] prompt = RandomModels.text(any, random, 1 + random.nextInt(3 * any.segmentSize()));
        int count = 1 + random.nextInt(2 * any.segmentSize() + 2);

        assertThat(generate(any, prompt, count, true))
                .isEqualTo(NaiveGeneration.greedy(any, DEVICE, prompt, count, true));
    }

    @Property(tries = 60)
    void withoutCommitTheIdsAreThoseOfOneLongSegment(@ForAll @LongRange(min = 0) long seed) {
        RmtModel any = RandomModels.decoder(seed);
        var random = new Random(seed);
        int[] prompt = RandomModels.text(any, random, 1 + random.nextInt(3 * any.segmentSize()));
        int room = any.config().maxPositions() - any.numMemTokens() - lastSegment(any, prompt);
        if (room == 0) {
            assertThatThrownBy(() -> generate(any, prompt, 1, false)).hasMessageContaining("ask for at most 0 ");
            return;
        }

        assertThat(generate(any, prompt, room, false))
                .isEqualTo(NaiveGeneration.greedy(any, DEVICE, prompt, room, false));
        assertThatThrownBy(() -> generate(any, prompt, room + 1, false)).isInstanceOf(ModelException.class)
                .hasMessage("the last segment has %d rows and %d new tokens need more than the model's %d positions;"
                        + " ask for at most %d or leave --no-commit out",
                        any.config().maxPositions() - room, room + 1, any.config().maxPositions(), room);
    }

    @Property(tries = 60)
    void theStateAfterwardsIsThatOfReadingPromptAndNewTokens(@ForAll @LongRange(min = 0) long seed) {
        RmtModel any = RandomModels.decoder(seed);
        RmtModel left = RandomModels.withSegments(any, any.segmentSize(), Alignment.LEFT);
        var random = new Random(seed);
        int[] prompt = RandomModels.text(left, random, 1 + random.nextInt(3 * left.segmentSize()));
        try (Generator generator = Generator.after(left, DEVICE, Optional.empty(), prompt,
                options(1 + random.nextInt(3 * left.segmentSize()), true))) {
            int[] generated = generator.generate(token -> {});

            // The last token has been chosen, not read.
            int[] text = joined(prompt, Arrays.copyOf(generated, generated.length - 1));
            assertThat(generator.state()).isEqualTo(Reading.inOneGo(left, DEVICE, text).state());
        }
    }

    @Test
    void goingOnFromAStateIsGoingOnAfterTheTextThatLedToIt() {
        int[] text = RandomModels.text(model, new Random(1), 10);
        MemoryState state = Reading.inOneGo(model, DEVICE, Arrays.copyOf(text, 7)).state();
        int[] expected = generate(model, text, 9, true);

        try (Generator generator = Generator.after(model, DEVICE, Optional.of(state), Arrays.copyOfRange(text, 7, 10),
                options(9, true))) {
            assertThat(generator.generate(token -> {})).isEqualTo(expected);
        }
        MemoryState all = Reading.inOneGo(model, DEVICE, text).state();
        try (Generator generator = Generator.after(model, DEVICE, Optional.of(all), NOTHING, options(9, true))) {
            assertThat(generator.generate(token -> {})).isEqualTo(expected);
        }
    }

    @Test
    void theListenerGetsEachTokenAtOnceAndTheEndTokenIsTheLast() {
        int[] prompt = {1, 2, 3};
        int[] endless = generate(model, prompt, 12, true);
        int end = endless[3];
        int until = IntStream.range(0, 12).filter(i -> endless[i] == end).findFirst().orElseThrow();
        List<Integer> heard = new ArrayList<>();
        var options = new GenerationOptions(12, true, OptionalInt.of(end), SamplingOptions.greedy());
        try (Generator generator = Generator.after(model, DEVICE, Optional.empty(), prompt, options)) {
            int[] generated = generator.generate(heard::add);

            assertThat(generated).isEqualTo(Arrays.copyOf(endless, until + 1));
            assertThat(heard).containsExactlyElementsOf(IntStream.of(generated).boxed().toList());
        }
    }

    @Test
    void theSeedDecidesWhatIsDrawn() {
        int[] one = sample(1);

        assertThat(sample(1)).isEqualTo(one);
        assertThat(IntStream.range(2, 7).mapToObj(this::sample)).anyMatch(other -> !Arrays.equals(other, one));
    }

    private int[] sample(long seed) {
        var options = new GenerationOptions(20, true, OptionalInt.empty(), new SamplingOptions(1, 0, 1, seed));
        try (Generator generator = Generator.after(model, DEVICE, Optional.empty(), new int[]{1}, options)) {
            return generator.generate(token -> {});
        }
    }

    @Test
    void anEmptyPromptIsRefused() {
        assertThatThrownBy(() -> generate(model, NOTHING, 1, true)).isInstanceOf(ModelException.class)
                .hasMessage("there is no token to go on from: give a prompt that is not empty");
    }

    @Test
    void aPromptOutsideTheVocabularyIsRefused() {
        assertThatThrownBy(() -> generate(model, new int[]{0, 100}, 1, true)).isInstanceOf(ModelException.class)
                .hasMessageStartingWith("token 1 has id 100, but the vocabulary of ");
    }

    @Test
    void anEncoderIsRefused() {
        RmtModel encoder = RandomModels.encoder(1);
        assertThatThrownBy(() -> generate(encoder, new int[]{3}, 1, true)).isInstanceOf(ModelException.class)
                .hasMessage(encoder.folder() + " is an encoder; only decoders generate");
    }

    @Test
    void withoutCommitThereIsNoState() {
        try (Generator generator = Generator.after(model, DEVICE, Optional.empty(), new int[]{1}, options(1, false))) {
            assertThatThrownBy(generator::state).isInstanceOf(IllegalStateException.class);
        }
    }

    private static int lastSegment(RmtModel model, int[] prompt) {
        return Segmentation.lengths(prompt.length, model.segmentSize(),
                model.memoryConfig().alignment()).getLast();
    }

    private static int[] generate(RmtModel model, int[] prompt, int count, boolean commit) {
        try (Generator generator = Generator.after(model, DEVICE, Optional.empty(), prompt, options(count, commit))) {
            return generator.generate(token -> {});
        }
    }

    private static GenerationOptions options(int count, boolean commit) {
        return new GenerationOptions(count, commit, OptionalInt.empty(), SamplingOptions.greedy());
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }
}
