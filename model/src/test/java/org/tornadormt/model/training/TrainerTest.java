package org.tornadormt.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.training.LearningRate.Schedule;
import org.tornadormt.model.training.Trainer.End;
import org.tornadormt.model.weights.WeightMatrix;

class TrainerTest {
    private static final CarryOptions CARRY = new CarryOptions(3, 0.1, 0.1, 0.5, 0.05);

    private final Told told = new Told();

    @TempDir
    private Path folder;
    private TestRuns runs;

    @BeforeEach
    void nameAFolder() {
        runs = new TestRuns(folder, List.of(new FirstTokenTask()), told);
    }

    @Test
    void aRunThatIsStoppedAndGoesOnEndsWhereOneWithoutABreakEnds() throws IOException {
        TrainingPlan plan = plan(10, 3, Optional.of(CARRY));
        RunFolder whole = runs.begun("whole");
        RunFolder broken = runs.begun("broken");

        assertThat(runs.run(plan, whole, false, Integer.MAX_VALUE)).isEqualTo(End.FINISHED);
        assertThat(runs.run(plan, broken, false, 5)).isEqualTo(End.STOPPED);
        assertThat(runs.run(plan, broken, true, Integer.MAX_VALUE)).isEqualTo(End.FINISHED);

        for (String file : List.of("model.safetensors", "training_state.safetensors", "training_state.json")) {
            assertThat(broken.last().resolve(file)).hasSameBinaryContentAs(whole.last().resolve(file));
        }
        assertThat(broken.best().resolve("model.safetensors"))
                .hasSameBinaryContentAs(whole.best().resolve("model.safetensors"));
        // Otherwise neither stage nor carried state would have been tested.
        assertThat(told.stages()).contains(0, 1, 2);
        try (var left = Files.list(broken.path())) {
            assertThat(left).containsExactlyInAnyOrder(broken.last(), broken.best());
        }
    }

    @Test
    void aStageEndsWhenItsLastBatchesAreRight() {
        RunFolder run = runs.begun("run");

        runs.run(plan(120, Integer.MAX_VALUE, Optional.empty()), run, false, Integer.MAX_VALUE);

        int first = told.stages().indexOf(1);
        assertThat(first).as("steps of the first stage").isBetween(8, 110);
        assertThat(told.accuracies().subList(first - 8, first).stream().mapToDouble(a -> a).average().orElseThrow())
                .as("mean accuracy of its last batches").isGreaterThanOrEqualTo(0.9);
        assertThat(told.events().getFirst()).contains("stage 1 ended at an accuracy of", "now up to 2 segments");
        assertThat(told.segments().subList(0, first)).containsOnly(1);
        assertThat(told.segments().subList(first, told.segments().size())).contains(1, 2).allMatch(count -> count <= 2);
    }

    @Test
    void aRunThatLearnsNothingSaysSo() {
        TrainingPlan plan = plan(50, Integer.MAX_VALUE, Optional.empty());
        TrainingPlan slow = new TrainingPlan(8, 1, new LearningRate(Schedule.CONSTANT, 1e-9, 0, 50), plan.optimizer(),
                plan.depth(), plan.curriculum(), plan.ramp(), plan.difficulty(), plan.carry(), plan.evaluation(),
                new RestartPlan(4, 1),
                100, 1);

        assertThat(runs.run(slow, runs.begun("run"), false, Integer.MAX_VALUE)).isEqualTo(End.STUCK);
        assertThat(told.stages()).hasSize(4);
    }

    @Test
    void aNumberThatIsNotFiniteStopsTheRunAndNamesStepAndCheckpoint() {
        TrainingPlan plan = plan(50, Integer.MAX_VALUE, Optional.empty());
        TrainingPlan wild = new TrainingPlan(8, 1, new LearningRate(Schedule.CONSTANT, 1e30, 0, 50), plan.optimizer(),
                plan.depth(), plan.curriculum(), plan.ramp(), plan.difficulty(), plan.carry(), plan.evaluation(),
                plan.restarts(), 100, 1);
        RunFolder run = runs.begun("run");

        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> runs.run(wild, run, false, 50))
                .withMessageStartingWith("step 2: ").withMessageContaining("NaN")
                .withMessageContaining("last good checkpoint is " + run.last() + ", of step 0");
        assertThat(TestRuns.load(run.last()).numMemTokens()).isEqualTo(2);
    }

    @Test
    void theMemoryAloneIsTrainedWhenTheBackboneIsFrozen() throws IOException {
        TrainingPlan plan = plan(3, Integer.MAX_VALUE, Optional.empty());
        OptimizerOptions frozen = new OptimizerOptions(plan.optimizer().adamW(), OptionalDouble.of(1),
                OptionalDouble.empty(), 1, true, Optional.empty());
        RunFolder run = runs.begun("run");
        RmtModel before = TestRuns.load(run.last());

        runs.run(new TrainingPlan(8, 1, plan.learningRate(), frozen, plan.depth(), plan.curriculum(), plan.ramp(),
                plan.difficulty(), plan.carry(), plan.evaluation(), plan.restarts(), 100, 1), run, false, 50);

        RmtModel after = TestRuns.load(run.last());
        assertThat(after.initialMemory().vectors()).isNotEqualTo(before.initialMemory().vectors());
        assertThat(numbers(after.weights().blocks().up().weight()))
                .isEqualTo(numbers(before.weights().blocks().up().weight()));
    }

    /** What a matrix holds: how its array is aligned differs from one to the next. */
    private static List<Float> numbers(WeightMatrix matrix) {
        return IntStream.range(0, matrix.size()).mapToObj(matrix::get).toList();
    }

    @Test
    void twoBatchesOfOneStepAreOneLargeBatch() {
        TrainingPlan one = plan(2, Integer.MAX_VALUE, Optional.empty());
        TrainingPlan two = new TrainingPlan(4, 2, one.learningRate(), one.optimizer(), one.depth(), one.curriculum(),
                one.ramp(), one.difficulty(), one.carry(), one.evaluation(), one.restarts(), 100, 1);

        runs.run(one, runs.begun("one"), false, 50);
        List<Double> losses = List.copyOf(told.losses());
        told.steps().clear();
        runs.run(two, runs.begun("two"), false, 50);

        for (int step = 0; step < 2; step++) {
            // The sums are taken in another order: a few units in the last place of losses near 4.
            assertThat(Math.abs(told.losses().get(step) - losses.get(step))).isLessThan(1e-5);
        }
    }

    @Test
    void aFolderThatHoldsAnythingIsNotWrittenTo() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> new RunFolder(folder).create())
                .withMessageContaining("not empty");
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> new RunFolder(folder).state())
                .withMessageContaining("no run to go on with");
    }

    private static TrainingPlan plan(int steps, int stageSteps, Optional<CarryOptions> carry) {
        return new TrainingPlan(8, 1, new LearningRate(Schedule.COSINE, 3e-3, 2, steps),
                OptimizerOptions.of(new AdamWScalars(0.9, 0.99, 1e-8, 0.01), OptionalDouble.of(1)), OptionalInt.empty(),
                new Curriculum(List.of(1, 2), true, 0.9, 8, stageSteps), Optional.empty(), Optional.empty(), carry,
                new EvaluationPlan(4, 8, OptionalInt.empty()), new RestartPlan(1000, 0), 100, 1);
    }
}
