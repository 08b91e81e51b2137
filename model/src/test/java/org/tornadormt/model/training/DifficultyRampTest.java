package org.tornadormt.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.model.task.GradedTask;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskText;
import org.tornadormt.model.training.LearningRate.Schedule;
import org.tornadormt.model.training.Trainer.End;

class DifficultyRampTest {
    private final Told told = new Told();

    @TempDir
    private Path folder;

    @Test
    void textsGetHarderAndThenTheyGetLonger() {
        TestRuns runs = new TestRuns(folder, List.of(new AlwaysOrSometimes(1)), told);

        runs.run(plan(60), runs.begun("run"), false, Integer.MAX_VALUE);

        assertThat(told.difficulties()).isSorted().startsWith(0.25, 0.25, 0.25).endsWith(1.0)
                .containsOnly(0.25, 0.625, 1.0);
        assertThat(told.events()).startsWith("texts of a difficulty of 0.63", "texts of a difficulty of 1.00");
        assertThat(told.stages().indexOf(1)).isGreaterThan(told.difficulties().indexOf(1.0) + 3);
        for (double reached : List.of(0.625, 1.0)) {
            int first = told.difficulties().indexOf(reached);
            assertThat(told.accuracies().subList(first - 3, first).stream().mapToDouble(a -> a).average()
                    .orElseThrow()).as("mean accuracy of the last batches").isGreaterThanOrEqualTo(0.5);
        }
    }

    @Test
    void aRunThatIsStoppedOnTheWayGoesOnWithTheDifficultyItHadReached() throws IOException {
        TestRuns runs = new TestRuns(folder, List.of(new AlwaysOrSometimes(1)), told);
        RunFolder whole = runs.begun("whole");
        RunFolder broken = runs.begun("broken");
        runs.run(plan(60), whole, false, Integer.MAX_VALUE);
        int middle = told.difficulties().indexOf(0.625) + 2;

        assertThat(runs.run(plan(60), broken, false, middle)).isEqualTo(End.STOPPED);
        runs.run(plan(60), broken, true, Integer.MAX_VALUE);

        for (String file : List.of("model.safetensors", "training_state.safetensors", "training_state.json")) {
            assertThat(broken.last().resolve(file)).hasSameBinaryContentAs(whole.last().resolve(file));
        }
    }

    @Test
    void tasksWithoutDifficultyAreNotHeldUpByIt() {
        TestRuns runs = new TestRuns(folder, List.of(new FirstTokenTask()), told);

        runs.run(plan(2), runs.begun("run"), false, Integer.MAX_VALUE);

        assertThat(told.difficulties()).containsExactly(1.0, 1.0);
    }

    @Test
    void itEndsAtOneAndNotJustBelow() {
        DifficultyRamp ramp = new DifficultyRamp(0.1, 0.1, 0.95, 20);
        double difficulty = ramp.first();
        for (int raised = 0; raised < 9; raised++) {
            difficulty = ramp.next(difficulty);
        }

        assertThat(difficulty).isEqualTo(1);
        assertThatThrownBy(() -> new DifficultyRamp(0.1, 0, 0.95, 20)).hasMessageContaining("steps of 0.0");
        assertThatThrownBy(() -> new DifficultyRamp(-1, 0.1, 0.95, 20)).hasMessageContaining("difficulty of -1.0");
    }

    private static TrainingPlan plan(int steps) {
        return new TrainingPlan(8, 1, new LearningRate(Schedule.CONSTANT, 1e-2, 0, steps),
                OptimizerOptions.of(new AdamWScalars(0.9, 0.99, 1e-8, 0.01), OptionalDouble.of(1)), OptionalInt.empty(),
                new Curriculum(List.of(1, 2), false, 0.5, 4, Integer.MAX_VALUE), Optional.empty(),
                Optional.of(new DifficultyRamp(0.25, 0.375, 0.5, 3)), Optional.empty(),
                new EvaluationPlan(100, 8, OptionalInt.empty()), new RestartPlan(1000, 0), 100, 1);
    }

    /** The answer is nearly always the same; the harder the text, the more often it is another. */
    private record AlwaysOrSometimes(double difficulty) implements GradedTask {
        @Override
        public Task at(double other) {
            return new AlwaysOrSometimes(other);
        }

        @Override
        public String name() {
            return "graded";
        }

        @Override
        public int vocabularySize() {
            return 30;
        }

        @Override
        public TaskText text(int segments, int segmentSize, long seed) {
            boolean other = new Random(seed).nextDouble() < difficulty / 4;
            return TaskText.asking(new FirstTokenTask().filler(seed, segments, segmentSize), other ? 2 : 1);
        }
    }
}
