package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.model.MemoryConfig;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RunnerOptions;

class OptionRangesTest {

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void temperature(double bad) {
        assertThatThrownBy(() -> new SamplingOptions(bad, 0, 1, 0)).isInstanceOf(ModelException.class)
                .hasMessage("the temperature must be 0 or more, not " + bad);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, 1.0000001, Double.NaN})
    void topP(double bad) {
        assertThatThrownBy(() -> new SamplingOptions(1, 0, bad, 0)).isInstanceOf(ModelException.class)
                .hasMessage("top-p must be above 0 and at most 1, not " + bad);
    }

    @Test
    void topK() {
        assertThatThrownBy(() -> new SamplingOptions(1, -1, 1, 0)).isInstanceOf(ModelException.class)
                .hasMessage("top-k must be 0 or more, not -1");
    }

    @Test
    void newTokens() {
        assertThatThrownBy(() -> new GenerationOptions(0, true, OptionalInt.empty(), SamplingOptions.greedy()))
                .isInstanceOf(ModelException.class).hasMessage("the number of new tokens must be 1 or more, not 0");
    }

    @Test
    void memoryAndSegments() {
        assertThatThrownBy(() -> new MemoryConfig(-1, 1, Alignment.LEFT)).isInstanceOf(ModelException.class)
                .hasMessage("the number of memory tokens must be 0 or more, not -1");
        assertThatThrownBy(() -> new MemoryConfig(0, 0, Alignment.LEFT)).isInstanceOf(ModelException.class)
                .hasMessage("the segment size must be 1 or more, not 0");
    }

    @Test
    void runners() {
        assertThatThrownBy(() -> new RunnerOptions(0, 1, 0, 0)).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> new RunnerOptions(1, 0, 0, 0)).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> new RunnerOptions(2, 1, 0, 5)).isInstanceOf(ModelException.class)
                .hasMessage("token-by-token passes need a batch of one sequence, not 2");
    }

    @Test
    void theEndsOfTheRangesAreAllowed() {
        assertThatCode(() -> new SamplingOptions(0, 0, 1, Long.MIN_VALUE)).doesNotThrowAnyException();
        assertThatCode(() -> new SamplingOptions(Double.MIN_VALUE, Integer.MAX_VALUE, Double.MIN_VALUE, 0))
                .doesNotThrowAnyException();
        assertThatCode(() -> new MemoryConfig(0, 1, Alignment.CENTER)).doesNotThrowAnyException();
    }
}
