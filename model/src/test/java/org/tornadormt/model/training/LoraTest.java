package org.tornadormt.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.training.LearningRate.Schedule;
import org.tornadormt.model.weights.BlockWeights;
import org.tornadormt.model.weights.LinearWeights;
import org.tornadormt.model.weights.WeightMatrix;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

class LoraTest {
    private static final int SEGMENT = 6;
    private static final int RANK = 2;
    private static final LoraOptions OPTIONS = new LoraOptions(RANK, 3);

    private final Told told = new Told();

    @TempDir
    private Path folder;
    private TestRuns runs;

    @BeforeEach
    void nameAFolder() {
        runs = new TestRuns(folder, List.of(new FirstTokenTask()), told);
    }

    @Test
    void theGradientOfEveryAdapterIsTheSlopeOfTheLoss() {
        RmtModel model = TestRuns.load(runs.begun("run").last());
        try (TrainingRunner runner = new TrainingRunner(model, JvmDevice.withThreads(1), 1, SEGMENT)) {
            LoraAdapters adapters = new LoraAdapters(runner, OPTIONS, new Well19937c(1));
            Random random = new Random(2);
            // Small random weights and adapters have a loss that is nearly flat: both are made larger here.
            adapters.arrays().forEach(array -> change(array.values(), 0.3, normal(random, array.values())));
            adapters.merge();
            loss(runner, model);
            adapters.goBack();

            for (TrainedArray array : adapters.arrays()) {
                double[] gradient = numbers(array.gradient());
                for (double[] direction : List.of(unit(gradient), unit(normal(random, array.values())))) {
                    assertSlope(runner, model, adapters, array, direction, dot(gradient, direction));
                }
            }
        }
    }

    private static void assertSlope(TrainingRunner runner, RmtModel model, LoraAdapters adapters, TrainedArray array,
            double[] direction, double expected) {
        double step = 0.002;
        float[] before = array.values().toHeapArray();
        change(array.values(), step, direction);
        adapters.merge();
        double above = loss(runner, model);
        set(array.values(), before);
        change(array.values(), -step, direction);
        adapters.merge();
        double below = loss(runner, model);
        set(array.values(), before);
        adapters.merge();
        // A loss near 4, the mean of 12 terms in single precision, is off by about 1.4e-7: over two steps 7e-5. What the
        // curvature adds goes with the square of the step, and with one five times as long it is 10 % at most here.
        assertThat((above - below) / (2 * step)).isCloseTo(expected, offset(1e-4 + 0.01 * Math.abs(expected)));
    }

    /** Mean loss of a text of two segments; the gradients of the weights are in the runner then. */
    private static double loss(TrainingRunner runner, RmtModel model) {
        Random random = new Random(5);
        List<int[][]> segments = new ArrayList<>();
        List<int[][]> targets = new ArrayList<>();
        for (int s = 0; s < 2; s++) {
            segments.add(new int[][]{random.ints(SEGMENT, 0, 60).toArray()});
            targets.add(new int[][]{random.ints(SEGMENT, 0, 60).toArray()});
        }
        runner.zeroGradients();
        return new MemoryReplay(OptionalInt.empty()).run(runner, model.initialMemory().vectors(), segments, targets,
                1f / (2 * SEGMENT)).loss().sum() / (2 * SEGMENT);
    }

    @Test
    void theAttentionProjectionsAloneChangeAndByALowRank() {
        RunFolder run = runs.begun("run");
        BlockWeights before = TestRuns.load(run.last()).weights().blocks();

        runs.run(plan(20, OPTIONS), run, false, Integer.MAX_VALUE);

        RmtModel after = TestRuns.load(run.last());
        BlockWeights blocks = after.weights().blocks();
        assertThat(numbers(blocks.up().weight())).isEqualTo(numbers(before.up().weight()));
        assertThat(numbers(blocks.down().weight())).isEqualTo(numbers(before.down().weight()));
        assertThat(blocks.query().bias().toHeapArray()).isEqualTo(before.query().bias().toHeapArray());
        assertLowRank(before.query(), blocks.query(), 1);
        assertLowRank(before.keyValue(), blocks.keyValue(), 2);
        assertLowRank(before.attentionOutput(), blocks.attentionOutput(), 1);
    }

    /** What was added to a projection in a layer has two singular values that are more than rounding, and no third. */
    private static void assertLowRank(LinearWeights before, LinearWeights after, int parts) {
        int rows = after.outFeatures() / parts;
        int in = after.inFeatures();
        for (int part = 0; part < parts * after.weight().layers(); part++) {
            double[][] added = new double[rows][in];
            for (int i = 0; i < rows * in; i++) {
                int at = part * rows * in + i;
                added[i / in][i % in] = (double) after.weight().get(at) - before.weight().get(at);
            }
            double[] values = new SingularValueDecomposition(new Array2DRowRealMatrix(added)).getSingularValues();
            assertThat(values[RANK - 1]).as("singular values of what was added").isGreaterThan(1e-5);
            // Weights below 0.25 are rounded to 2^-27, and a matrix of 16 × 16 such errors has no larger singular value
            // than 16 of them.
            assertThat(values[RANK]).isLessThan(16 * Math.scalb(1.0, -26));
        }
    }

    @Test
    void aRunThatIsStoppedAndGoesOnEndsWhereOneWithoutABreakEnds() throws IOException {
        RunFolder whole = runs.begun("whole");
        RunFolder broken = runs.begun("broken");

        runs.run(plan(8, OPTIONS), whole, false, Integer.MAX_VALUE);
        runs.run(plan(8, OPTIONS), broken, false, 3);
        runs.run(plan(8, OPTIONS), broken, true, Integer.MAX_VALUE);

        for (String file : List.of("model.safetensors", "training_state.safetensors", "training_state.json")) {
            assertThat(broken.last().resolve(file)).hasSameBinaryContentAs(whole.last().resolve(file));
        }
    }

    @Test
    void aRankThatAProjectionCannotHaveIsRefused() {
        assertThatThrownBy(() -> runs.run(plan(1, new LoraOptions(1000, 1)), runs.begun("run"), false, 1))
                .isInstanceOf(ModelException.class).hasMessageContaining("rank 1000").hasMessageContaining("at most");
        assertThatThrownBy(() -> new LoraOptions(0, 1)).hasMessageContaining("rank 0");
        assertThatThrownBy(() -> new LoraOptions(1, 0)).hasMessageContaining("alpha 0.0");
    }

    private static TrainingPlan plan(int steps, LoraOptions lora) {
        return new TrainingPlan(8, 1, new LearningRate(Schedule.CONSTANT, 1e-2, 0, steps),
                new OptimizerOptions(new AdamWScalars(0.9, 0.99, 1e-8, 0.01), OptionalDouble.of(1),
                        OptionalDouble.empty(), 1, false, Optional.of(lora)),
                OptionalInt.empty(), new Curriculum(List.of(1), false, 1, 8, Integer.MAX_VALUE), Optional.empty(),
                Optional.empty(), Optional.empty(), new EvaluationPlan(1000, 8, OptionalInt.empty()),
                new RestartPlan(1000, 0), 1000, 1);
    }

    private static double[] normal(Random random, FloatArray array) {
        return IntStream.range(0, array.getSize()).mapToDouble(_ -> random.nextGaussian()).toArray();
    }

    private static double[] unit(double[] direction) {
        double norm = Math.sqrt(dot(direction, direction));
        return Arrays.stream(direction).map(value -> value / norm).toArray();
    }

    private static void change(FloatArray array, double factor, double[] direction) {
        for (int i = 0; i < direction.length; i++) {
            array.set(i, (float) (array.get(i) + factor * direction[i]));
        }
    }

    private static void set(FloatArray array, float[] values) {
        for (int i = 0; i < values.length; i++) {
            array.set(i, values[i]);
        }
    }

    private static double dot(double[] one, double[] other) {
        return IntStream.range(0, one.length).mapToDouble(i -> one[i] * other[i]).sum();
    }

    private static double[] numbers(FloatArray array) {
        return IntStream.range(0, array.getSize()).mapToDouble(array::get).toArray();
    }

    private static List<Float> numbers(WeightMatrix matrix) {
        return IntStream.range(0, matrix.size()).mapToObj(matrix::get).toList();
    }
}
