package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryStateTest {
    private static final ModelFingerprint MODEL = new ModelFingerprint("abc");

    private final float[] memory = {1f, -0f, 3f};
    private final int[] pending = {7, 8};
    private final MemoryState state = new MemoryState(MODEL, 4, memory, pending, 5, 22);

    @Test
    void nothingThatIsGivenInOrOutChangesIt() {
        var same = new MemoryState(MODEL, 4, memory.clone(), pending.clone(), 5, 22);

        memory[0] = 100f;
        pending[0] = 100;
        state.memory()[1] = 100f;
        state.pendingTokens()[1] = 100;

        assertThat(state.memory()).containsExactly(1f, -0f, 3f);
        assertThat(state.pendingTokens()).containsExactly(7, 8);
        assertThat(state).isEqualTo(same).hasSameHashCodeAs(same);
    }

    static Stream<MemoryState> others() {
        float[] memory = {1f, -0f, 3f};
        int[] pending = {7, 8};
        return Stream.of(new MemoryState(new ModelFingerprint("abd"), 4, memory, pending, 5, 22),
                new MemoryState(MODEL, 5, memory, pending, 5, 22),
                new MemoryState(MODEL, 4, new float[]{1f, 0f, 3f}, pending, 5, 22),
                new MemoryState(MODEL, 4, memory, new int[]{7}, 5, 22),
                new MemoryState(MODEL, 4, memory, pending, 6, 22),
                new MemoryState(MODEL, 4, memory, pending, 5, 23));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anyDifferenceEvenOfTheSignOfZeroMakesItUnequal(MemoryState other) {
        assertThat(other).isNotEqualTo(state);
    }

    @Test
    void itSaysWhereItStands() {
        assertThat(state).hasToString("memory after 22 tokens (5 segments, 2 pending)");
    }
}
