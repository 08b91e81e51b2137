package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.fixtures.CheckpointCopy;

/** Weights that are finite, and so large that sums of them are not. */
@Tag("device")
class OverflowTest {
    private static final int HUGE_TOKEN = 21;
    private static final int HIDDEN_SIZE = 24;

    @TempDir
    private Path folder;

    static Stream<Arguments> cases() {
        return TestDevices.all().flatMap(device -> Stream.of("gpt2-rmt", "bert-rmt")
                .map(fixture -> Arguments.of(fixture, device.info().id(), device)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("cases")
    void aMemoryThatBecomesNanNamesTheSegment(String fixture, String id, Device device) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        // The same table has two names in the encoder's checkpoint.
        Stream.of("wte.weight", "word_embeddings.weight", "model.embeddings.weight").filter(copy::contains)
                .forEach(table -> makeHuge(copy, table));
        RmtModel model = copy.load();
        int[] harmless = {3, 4, 5};
        try (var runner = new SegmentRunner(model, device, new RunnerOptions(2, 3, 0, 0))) {
            runner.run(harmless, harmless);
            runner.run(harmless, new int[]{3, HUGE_TOKEN, 5});
            runner.run(harmless, harmless);

            assertThat(runner.memory(0)).as("the other text").doesNotContain(Float.NaN);
            assertThatThrownBy(() -> runner.memory(1)).isInstanceOf(ModelException.class)
                    .hasMessage("the memory is NaN or infinite since segment 1 (counted from 0): the model's"
                            + " arithmetic overflowed on this text");

            runner.reset(1);
            runner.run(harmless, harmless);
            assertThat(runner.memory(1)).as("after a new start").doesNotContain(Float.NaN);
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("cases")
    void logitsThatAreNotFiniteAreRefusedWithoutMemoryToo(String fixture, String id, Device device)
            throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        String head = copy.contains("classifier.weight") ? "classifier.weight" : "ln_f.weight";
        for (int i = 0; i < HIDDEN_SIZE; i++) {
            copy.set(head, i, Float.MAX_VALUE);
        }
        RmtModel model = copy.load();
        try (var runner = new SegmentRunner(model, device, new RunnerOptions(1, 3, 1, 0))) {
            runner.runWithoutWrite(new int[]{3, 4, 5});
            LogitRows logits = runner.logits(new int[]{2});
            assertThatThrownBy(() -> logits.row(0)).isInstanceOf(ModelException.class)
                    .hasMessageStartingWith("the logits hold ");
        }
    }

    private static void makeHuge(CheckpointCopy copy, String table) {
        for (int i = 0; i < HIDDEN_SIZE; i++) {
            copy.set(table, HUGE_TOKEN * HIDDEN_SIZE + i, Float.MAX_VALUE);
        }
    }
}
