package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorDescription;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.checkpoints.tensors.TensorType;

/** What decides whether matrices of 16 bits stay as they are, without reading one. */
class WeightPrecisionTest {
    private static final long ROWS = 1 << 15;
    private static final long SMALL_COLUMNS = WeightPrecision.SMALL / ROWS / Short.BYTES;

    @Test
    void autoKeepsThemIfTheyAreLargerThan64MebibytesTogether() {
        var half = new TensorDescription(TensorType.BF16, List.of(ROWS, SMALL_COLUMNS / 2));
        assertThat(WeightPrecision.AUTO.keepsShort(new Described(Map.of("a", half, "b", half)))).isFalse();
        assertThat(WeightPrecision.AUTO.keepsShort(new Described(Map.of("a", half, "b", half, "c",
                new TensorDescription(TensorType.F16, List.of(1L, 1L)))))).isTrue();
    }

    @Test
    void otherTensorsDoNotCount() {
        assertThat(WeightPrecision.AUTO.keepsShort(new Described(Map.of(
                "float32", new TensorDescription(TensorType.F32, List.of(ROWS, 4 * SMALL_COLUMNS)),
                "integers", new TensorDescription(TensorType.I16, List.of(ROWS, 4 * SMALL_COLUMNS)),
                "vector", new TensorDescription(TensorType.BF16, List.of(4 * ROWS * SMALL_COLUMNS)))))).isFalse();
    }

    @Test
    void whoSaysHowIsObeyed() {
        assertThat(WeightPrecision.STORED.keepsShort(new Described(Map.of()))).isTrue();
        assertThat(WeightPrecision.FLOAT32.keepsShort(new Described(Map.of("a",
                new TensorDescription(TensorType.BF16, List.of(ROWS, 4 * SMALL_COLUMNS)))))).isFalse();
    }

    /** Tensors that nobody may read. */
    private record Described(Map<String, TensorDescription> tensors) implements TensorSource {
        @Override
        public Set<String> names() {
            return tensors.keySet();
        }

        @Override
        public TensorDescription describe(String name) {
            return tensors.get(name);
        }

        @Override
        public Tensor tensor(String name) {
            throw new AssertionError(name + " was read");
        }

        @Override
        public String description() {
            return "described";
        }

        @Override
        public void close() {}
    }
}
