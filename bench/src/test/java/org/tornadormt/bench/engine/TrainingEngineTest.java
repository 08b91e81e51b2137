package org.tornadormt.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.util.Platform;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of DJL, whose gradients are PyTorch's, against this project's own. */
class TrainingEngineTest {
    private static final BenchShape TINY = new BenchShape("tiny", 2, 36, 3, 97, 7, 2);
    private static final int BATCH = 3;
    private static final int SEGMENTS = 3;
    private static final int STEPS = 6;

    @TempDir
    private Path folder;

    @Test
    void bothHaveTheSameLosses() {
        assumeFalse(Platform.detectPlatform("pytorch").isPlaceholder(), "DJL has no PyTorch for this platform");
        BenchCheckpoint checkpoint = BenchCheckpoint.create(folder, TINY, 1);
        TrainingTexts texts = TrainingTexts.random(TINY, BATCH, SEGMENTS, 2);
        try (TrainingEngine ours = TrainingEngine.open(Engines.TORNADORMT, checkpoint, BATCH, 1);
                TrainingEngine djl = TrainingEngine.open(Engines.DJL_EAGER, checkpoint, BATCH, 1)) {
            double first = ours.step(texts);
            assertThat(djl.step(texts)).isCloseTo(first, within(1e-5));
            double last = first;
            for (int step = 1; step < STEPS; step++) {
                last = ours.step(texts);
                // What ten steps of the fixture of PyTorch are held to.
                assertThat(djl.step(texts)).as("loss of step %d", step).isCloseTo(last, within(1e-4));
            }
            assertThat(last).as("the steps show in the losses").isLessThan(first - 0.1);
        }
    }

    @Test
    void whatFollowsEachTokenIsAskedForAlsoOverABorder() {
        TrainingTexts texts = TrainingTexts.random(TINY, BATCH, 2, 1);
        for (int b = 0; b < BATCH; b++) {
            int[] first = texts.segments().getFirst()[b];
            int[] second = texts.segments().get(1)[b];
            assertThat(texts.targets().getFirst()[b]).startsWith(first[1], first[2]).endsWith(second[0]);
            assertThat(texts.targets().get(1)[b]).startsWith(second[1]).endsWith(second[6], -1);
        }
        assertThat(texts.terms()).isEqualTo(BATCH * (2 * 7 - 1));
    }

    @Test
    void anEngineThatOnlyRunsIsRefused() {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> TrainingEngine.open("onnxruntime", new BenchCheckpoint(folder, TINY), 1, 1))
                .withMessageContaining("does not train").withMessageContaining("djl-eager");
    }
}
