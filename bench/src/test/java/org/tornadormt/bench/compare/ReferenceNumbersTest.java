package org.tornadormt.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.engine.Engine;

class ReferenceNumbersTest {
    private static final float[] LOGITS = {1, 2, 3, 4};
    private static final float[] MEMORY = {5, 6};

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("numbers.safetensors");
        ReferenceNumbers.write(file, new FixedEngine(LOGITS, MEMORY));
    }

    private double maxAbsDiff(float[] logits, float[] memory) {
        return ReferenceNumbers.maxAbsDiff(file, new FixedEngine(logits, memory), true);
    }

    @Test
    void theSameNumbersDifferByNothing() {
        assertThat(maxAbsDiff(LOGITS, MEMORY)).isZero();
    }

    @Test
    void theLargestDifferenceIsFoundInLogitsAndMemory() {
        assertThat(maxAbsDiff(new float[]{1, 2.25f, 3, 4}, new float[]{5, 6.125f})).isEqualTo(0.25);
        assertThat(maxAbsDiff(new float[]{1, 2.25f, 3, 4}, new float[]{4.5f, 6})).isEqualTo(0.5);
    }

    @Test
    void anEngineWithoutLogitsIsCheckedByItsMemory() {
        assertThat(ReferenceNumbers.maxAbsDiff(file, new FixedEngine(null, new float[]{5, 7}), false)).isEqualTo(1);
    }

    @Test
    void notANumberAndMissingNumbersAreWrong() {
        assertThat(ReferenceNumbers.areWrong(maxAbsDiff(new float[]{Float.NaN, 2, 3, 4}, MEMORY))).isTrue();
        assertThat(ReferenceNumbers.areWrong(maxAbsDiff(LOGITS, new float[]{Float.NaN, 6}))).isTrue();
        assertThat(ReferenceNumbers.areWrong(maxAbsDiff(new float[]{1, 2, 3}, MEMORY))).isTrue();
        assertThat(ReferenceNumbers.areWrong(2e-3)).isTrue();
        assertThat(ReferenceNumbers.areWrong(5e-4)).isFalse();
    }

    /** Has these numbers whatever it reads. */
    private record FixedEngine(float[] logits, float[] memory) implements Engine {
        @Override
        public String description() {
            return "fixed";
        }

        @Override
        public void reset() {}

        @Override
        public void segment(int[][] ids) {}

        @Override
        public void close() {}
    }
}
