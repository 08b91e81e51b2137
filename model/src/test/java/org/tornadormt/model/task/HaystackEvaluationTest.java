package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;

/** With the trained model that comes with the project: it answers right if, and only if, the facts stand in the text. */
class HaystackEvaluationTest {
    private static final long SEED = 3;
    private static final int SAMPLES = 12;
    private final RmtModel model = RmtModel.load(Path.of("..", "models", "facts"), LoadOptions.defaults());
    private final Device device = Devices.find(1).choose("jvm");
    private final NeedleTask task = task();

    private NeedleTask task() {
        try (var tokenizer = TextTokenizer
                .open(model.tokenizerFile().orElseThrow())) {
            return new FactTextTask(
                    new FactTasks(Grammar.standard(), word -> tokenizer.idOfWord(word).orElse(-1), true),
                    FactTask.DETECT);
        }
    }

    private List<HaystackResult> results(List<Integer> lengths, int segments) {
        var results = new ArrayList<HaystackResult>();
        var noise = task.noise(SEED);
        var tokens = new int[model.segmentSize()];
        try (var evaluation = new HaystackEvaluation(model, device, task, lengths, SAMPLES, SEED)) {
            for (int s = 0; s < segments && !evaluation.isDone(); s++) {
                noise.fill(tokens, 0, tokens.length);
                evaluation.read(tokens).ifPresent(results::add);
            }
            evaluation.end().ifPresent(results::add);
        }
        return results;
    }

    /** Guessing gets 9 of 12 right with probability 1.4e-5. */
    private static void assertFound(HaystackResult result) {
        assertThat(result.estimate().accuracy()).isGreaterThanOrEqualTo(0.75);
    }

    @Test
    void factsAreFoundAtEachLengthOfOneText() {
        var results = results(List.of(8, 32), 100);

        assertThat(results).extracting(HaystackResult::segments).containsExactly(8, 32);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.estimate().samples()).isEqualTo(SAMPLES);
            assertFound(result);
        });
    }

    @Test
    void aTextThatEndsEarlyIsAskedForWhatItTold() {
        var results = results(List.of(8, 32), 20);

        assertThat(results).extracting(HaystackResult::segments).containsExactly(8, 20);
        assertFound(results.getLast());
        // The facts of the longer samples stand anywhere in 32 segments: some of them in the 20 that there are.
        assertThat(results.getLast().estimate().samples()).isBetween(1, SAMPLES - 1);
    }

    @Test
    void aTextOfJustTheLengthIsAskedAtItsEnd() {
        var results = results(List.of(8), 8);

        assertThat(results).hasSize(1);
        assertThat(results.getFirst().estimate().samples()).isEqualTo(SAMPLES);
        assertFound(results.getFirst());
    }

    @Test
    void nothingIsAskedOfNoText() {
        assertThat(results(List.of(8), 0)).isEmpty();
    }

    @Test
    void onlyWholeSegmentsAreTaken() {
        try (var evaluation = new HaystackEvaluation(model, device, task, List.of(2), 1, SEED)) {
            assertThatThrownBy(() -> evaluation.read(new int[5])).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("5 tokens are not a segment of " + model.segmentSize());
            assertThat(evaluation.end()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void theCallersArrayIsItsOwn() {
        var told = new int[model.segmentSize()];
        task.noise(SEED).fill(told, 0, told.length);
        var before = told.clone();
        try (var evaluation = new HaystackEvaluation(model, device, task, List.of(2), 4, SEED)) {
            evaluation.read(told);
            evaluation.read(told);
            evaluation.end();
        }

        assertThat(told).isEqualTo(before);
    }
}
