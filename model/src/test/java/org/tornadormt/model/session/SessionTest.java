package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

class SessionTest {
    private static final Device DEVICE = JvmDevice.withThreads(2);

    private final RmtModel model = RandomModels.wideDecoder(2, 4);

    @Property(tries = 100)
    void piecesMakeNoDifference(@ForAll @LongRange(min = 0) long seed) {
        RmtModel any = RandomModels.any(seed);
        var random = new Random(seed);
        int[] text = RandomModels.text(any, random, random.nextInt(5 * any.segmentSize()));
        List<float[]> logits = new ArrayList<>();
        try (Session session = Session.reading(any, DEVICE, Reading.into(logits, any))) {
            Reading.pieces(text, random).forEach(session::feed);

            assertThat(new Reading(session.state(), logits).same(Reading.inOneGo(any, DEVICE, text))).isTrue();
        }
    }

    @Property(tries = 50)
    void theSegmentsAreThoseOfForward(@ForAll @LongRange(min = 0) long seed) {
        RmtModel any = RandomModels.any(seed);
        RmtModel left = RandomModels.withSegments(any, any.segmentSize(), Alignment.LEFT);
        var random = new Random(seed);
        int[] text = RandomModels.plainText(left, random, 1 + random.nextInt(5 * left.segmentSize()));
        float[][] expected = Forward.run(left, DEVICE, text).getFirst().memory();
        try (Session session = Session.reading(left, DEVICE)) {
            session.feed(text);

            assertThat(session.finalMemory()).isEqualTo(expected[expected.length - 1]);
            assertThat(session.segments()).isEqualTo(expected.length - 1);
            session.endSegment();
            assertThat(session.state().memory()).isEqualTo(expected[expected.length - 1]);
            assertThat(session.segments()).isEqualTo(expected.length);
        }
    }

    @Test
    void theLastSegmentIsPendingUntilTheTextGoesOn() {
        try (Session session = Session.reading(model, DEVICE)) {
            session.feed(1, 2, 3, 4);
            assertThat(session.segments()).isZero();
            assertThat(session.pendingTokens()).containsExactly(1, 2, 3, 4);
            session.feed(0);
            assertThat(session.segments()).isEqualTo(1);
            assertThat(session.pendingTokens()).containsExactly(0);
            assertThat(session.tokens()).isEqualTo(5);
        }
    }

    @Test
    void whatForgetsBeginsAnewAfterThatManySegments() {
        int[] text = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 3, 5, 7, 9, 2, 4};
        try (Session session = Session.reading(model, DEVICE).forgettingEvery(2);
                Session alone = Session.reading(model, DEVICE)) {
            session.feed(Arrays.copyOf(text, 12));
            alone.feed(Arrays.copyOfRange(text, 8, 12));

            // Two segments are forgotten; the third is pending.
            assertThat(session.finalMemory()).isEqualTo(alone.finalMemory());
            session.feed(Arrays.copyOfRange(text, 12, 16));
            session.endSegment();
            assertThat(session.state().memory()).isEqualTo(model.initialMemory().vectors());
            assertThat(session.segments()).isEqualTo(4);
            assertThatThrownBy(() -> session.forgettingEvery(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void endingASegmentThatHasNoTokensDoesNothing() {
        try (Session session = Session.reading(model, DEVICE)) {
            MemoryState before = session.state();
            session.endSegment();
            assertThat(session.state()).isEqualTo(before);
            assertThat(before.memory()).isEqualTo(model.initialMemory().vectors());
        }
    }

    @Test
    void finalMemoryLeavesTheSessionAsItWas() {
        int[] text = RandomModels.text(model, new Random(1), 10);
        Reading expected = Reading.inOneGo(model, DEVICE, text);
        List<float[]> logits = new ArrayList<>();
        try (Session session = Session.reading(model, DEVICE, Reading.into(logits, model))) {
            for (int token : text) {
                session.feed(token);
                MemoryState before = session.state();
                session.finalMemory();
                assertThat(session.state()).isEqualTo(before);
            }
            assertThat(new Reading(session.state(), logits).same(expected)).isTrue();
        }
    }

    @Test
    void twoSessionsThatForkFromOneStateDoNotDisturbEachOther() {
        int[] text = RandomModels.text(model, new Random(2), 11);
        try (Session one = Session.reading(model, DEVICE); Session other = Session.reading(model, DEVICE)) {
            one.feed(Arrays.copyOf(text, 6));
            MemoryState fork = one.state();
            other.restore(fork);
            one.feed(0, 0, 0, 0, 0, 0, 0);

            assertThat(other.state()).isEqualTo(fork);
            other.feed(Arrays.copyOfRange(text, 6, 11));
            assertThat(other.state()).isEqualTo(Reading.inOneGo(model, DEVICE, text).state());
            one.restore(fork);
            one.feed(Arrays.copyOfRange(text, 6, 11));
            assertThat(one.state()).isEqualTo(other.state());
        }
    }

    @Test
    void anIdOutsideTheVocabularyLeavesTheSessionAsItWas() {
        int vocabulary = model.config().vocabularySize();
        try (Session session = Session.reading(model, DEVICE)) {
            session.feed(1, 2, 3);
            MemoryState before = session.state();

            assertThatThrownBy(() -> session.feed(1, 2, 3, vocabulary)).isInstanceOf(ModelException.class)
                    .hasMessage("token 3 has id %d, but the vocabulary of %s has ids 0 to %d", vocabulary,
                            model.folder(), vocabulary - 1);
            assertThatThrownBy(() -> session.feed(-1)).isInstanceOf(ModelException.class)
                    .hasMessageStartingWith("token 0 has id -1, ");
            assertThat(session.state()).isEqualTo(before);
        }
    }

    @Test
    void aStateOfAnotherModelIsRefused() {
        assertRefused(stateOf(RandomModels.decoder(99, 2, 4)),
                "this memory was made by another model or with other memory options than those of " + model.folder());
    }

    @Test
    void aStateWithAnotherNumberOfMemoryVectorsIsRefused() {
        assertRefused(stateOf(RandomModels.wideDecoder(3, 4)),
                "this memory was made by another model or with other memory options than those of " + model.folder());
    }

    @Test
    void aStateWithAnotherSegmentSizeIsRefused() {
        assertRefused(stateOf(RandomModels.withSegments(model, 3, Alignment.LEFT)),
                "this memory was made with segments of 3 tokens, not of 4; give --segment-size 3");
    }

    private static MemoryState stateOf(RmtModel other) {
        try (Session session = Session.reading(other, DEVICE)) {
            session.feed(1, 2, 3, 4, 0);
            return session.state();
        }
    }

    private void assertRefused(MemoryState state, String message) {
        try (Session session = Session.reading(model, DEVICE)) {
            session.feed(1, 2);
            MemoryState before = session.state();
            assertThatThrownBy(() -> session.restore(state)).isInstanceOf(ModelException.class).hasMessage(message);
            assertThat(session.state()).isEqualTo(before);
        }
    }
}
