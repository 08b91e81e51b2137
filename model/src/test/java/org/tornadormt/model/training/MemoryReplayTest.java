package org.tornadormt.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TestDevices;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.weights.Parameters;

/** What crosses the border of two segments on the way back, and what a replay keeps. */
class MemoryReplayTest {
    private static final Path MODEL = Path.of("src/test/resources/fixtures/gpt2-rmt");
    private static final int SEGMENT = 8;
    private static final int SEGMENTS = 3;
    private static final float SCALE = 1f / (SEGMENT * SEGMENTS);

    private final RmtModel model = RmtModel.load(MODEL, LoadOptions.defaults());
    private final List<int[][]> segments = random(1, SEGMENTS);
    private final List<int[][]> targets = random(2, SEGMENTS);

    @Test
    void withoutMemoryTheGradientsAreThoseOfTheSegmentsAlone() {
        RmtModel without = RmtModel.load(MODEL, new LoadOptions(OptionalInt.of(0), OptionalInt.empty(),
                Optional.empty(), Set.of(), 0));
        try (TrainingRunner runner = runner(without)) {
            MemoryReplay.Result text = replay(runner, OptionalInt.empty(), new float[0], 0, SEGMENTS);
            Map<String, float[]> found = gradients(runner);
            assertThat(text.memoryGradient()).isEmpty();

            runner.zeroGradients();
            for (int s = SEGMENTS - 1; s >= 0; s--) {
                replay(runner, OptionalInt.empty(), new float[0], s, s + 1);
            }
            // The same sums in the same order.
            assertSame(found, gradients(runner));
        }
    }

    static Stream<Device> devices() {
        return TestDevices.all();
    }

    @Tag("device")
    @ParameterizedTest
    @MethodSource("devices")
    void aDepthOfOneCutsBehindTheSecondSegmentAndNowhereElse(Device device) {
        float[] start = model.initialMemory().vectors();
        try (TrainingRunner runner = new TrainingRunner(model, device, 1, SEGMENT)) {
            float[] whole = replay(runner, OptionalInt.empty(), start, 0, SEGMENTS).memoryGradient();
            Map<String, float[]> withoutCut = gradients(runner);
            runner.zeroGradients();
            MemoryReplay.Result cut = replay(runner, OptionalInt.of(1), start, 0, SEGMENTS);
            Map<String, float[]> found = gradients(runner);

            // The third segment with a memory that is a constant, then the first two joined.
            runner.zeroGradients();
            replay(runner, OptionalInt.empty(), cut.lastMemory(), 2, 3);
            float[] joined = replay(runner, OptionalInt.empty(), start, 0, 2).memoryGradient();

            assertSame(found, gradients(runner));
            assertThat(cut.memoryGradient()).containsExactly(joined).isNotEqualTo(whole);
            assertThat(found.keySet()).isEqualTo(withoutCut.keySet())
                    .anySatisfy(name -> assertThat(found.get(name)).isNotEqualTo(withoutCut.get(name)));
        }
    }

    @Test
    void theLossChangesAlongTheGradientOfTheMemoryAsTheGradientSays() {
        float[] start = model.initialMemory().vectors();
        try (TrainingRunner runner = runner(model)) {
            float[] gradient = replay(runner, OptionalInt.empty(), start, 0, SEGMENTS).memoryGradient();
            double norm = Math.sqrt(squares(gradient));
            float step = 0.01f;
            double difference = loss(runner, moved(start, gradient, step / norm))
                    - loss(runner, moved(start, gradient, -step / norm));

            // Each of 24 losses of about 4 is rounded to 2.4e-7, their mean to less; over 2 steps that is 1.2e-5 of a
            // slope. A slope that changes by its own size within 0.05 leaves (step / 0.05)² / 6 = 0.7 %.
            assertThat(norm).isGreaterThan(3e-3);
            assertThat(difference / (2 * step)).isCloseTo(norm, within(0.01 * norm + 3e-5));
        }
    }

    @Test
    void aLongerTextAllocatesNothingButItsMemories() {
        float[] start = model.initialMemory().vectors();
        long memoryBytes = (long) start.length * Float.BYTES;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // The definitions: vectors are objects until the JIT compiler has compiled the loops that use them.
        try (TrainingRunner runner = new TrainingRunner(model, JvmDevice.definitionsOnly(), 1, SEGMENT)) {
            Map<Integer, Long> allocated = new LinkedHashMap<>();
            for (int round = 0; round < 2; round++) {
                for (int count : new int[]{1, 4, 16, 64}) {
                    List<int[][]> text = random(3, count);
                    long before = threads.getCurrentThreadAllocatedBytes();
                    new MemoryReplay(OptionalInt.empty()).run(runner, start, text, text, SCALE);
                    allocated.put(count, threads.getCurrentThreadAllocatedBytes() - before);
                }
            }

            // A memory and its gradient go to the host and back, some copies each; one layer keeps for the way back
            // what is 10 hiddenSize wide (queries, keys, values, attended, two residuals, four of the inside).
            long kept = (long) model.layout().rows(SEGMENT) * 10 * model.config().hiddenSize()
                    * model.config().numLayers() * Float.BYTES;
            long allowed = 8 * memoryBytes;
            assertThat(kept).isGreaterThan(5 * allowed);
            assertThat(allocated).hasSize(4).allSatisfy((count, bytes) -> assertThat(bytes - allocated.get(1))
                    .as("%d segments beside one", count).isLessThanOrEqualTo((count - 1) * allowed));
        }
    }

    private double loss(TrainingRunner runner, float[] start) {
        return replay(runner, OptionalInt.empty(), start, 0, SEGMENTS).loss().sum() * SCALE;
    }

    private MemoryReplay.Result replay(TrainingRunner runner, OptionalInt depth, float[] start, int from, int to) {
        return new MemoryReplay(depth).run(runner, start, segments.subList(from, to), targets.subList(from, to),
                SCALE);
    }

    private static TrainingRunner runner(RmtModel model) {
        return new TrainingRunner(model, JvmDevice.withThreads(1), 1, SEGMENT);
    }

    private static Map<String, float[]> gradients(TrainingRunner runner) {
        Map<String, float[]> values = new LinkedHashMap<>();
        runner.gradientTensors()
                .forEach((name, tensor) -> values.put(name, tensor.toFloats()));
        return values;
    }

    private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((name, values) -> assertThat(values).as(name).containsExactly(expected.get(name)));
        assertThat(found.values()).anySatisfy(values -> assertThat(squares(values)).isPositive());
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static float[] moved(float[] start, float[] direction, double factor) {
        float[] moved = start.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (factor * direction[i]);
        }
        return moved;
    }

    private static List<int[][]> random(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> new int[][]{random.ints(SEGMENT, 0, 60).toArray()}).limit(count).toList();
    }
}
