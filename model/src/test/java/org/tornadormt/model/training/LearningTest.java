package org.tornadormt.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TrainingRunner;

/**
 * A model of random weights learns to remember: the first token of a text is one of four, the last asks which, and
 * between them is noise. With memory it answers over the borders of segments; without it nobody could.
 */
class LearningTest {
    private static final Path MODEL = Path.of("src/test/resources/fixtures/gpt2-rmt");
    private static final int SEGMENT = 8;
    private static final int TEXTS = 32;
    private static final int FACTS = 4;
    private static final int QUESTION = 60;
    private static final int FIRST_NOISE = 10;
    private static final int LAST_NOISE = 30;
    private static final int STEPS_OF_A_STAGE = 250;
    private static final double LEARNING_RATE = 3e-3;

    private final Device device = JvmDevice.withThreads(2);

    @Test
    void withMemoryItLearnsToAnswerOverTheBordersOfSegments() {
        RmtModel model = RmtModel.load(MODEL, LoadOptions.defaults());
        try (Learner learner = new Learner(model)) {
            assertThat(learner.accuracy(3)).as("before").isLessThan(0.5);
            for (int segments = 1; segments <= 3; segments++) {
                learner.train(segments);
            }
            assertThat(learner.accuracy(1)).isGreaterThanOrEqualTo(0.99);
            assertThat(learner.accuracy(2)).isGreaterThanOrEqualTo(0.99);
            assertThat(learner.accuracy(3)).isGreaterThanOrEqualTo(0.99);
        }
    }

    @Test
    void withoutMemoryItStaysAtChanceOnMoreThanOneSegment() {
        RmtModel model = RmtModel.load(MODEL, new LoadOptions(OptionalInt.of(0), OptionalInt.empty(),
                Optional.empty(), Set.of(), 0));
        try (Learner learner = new Learner(model)) {
            learner.train(1);
            learner.train(2);

            // Chance is 0.25; five deviations of 320 answers are 0.12.
            assertThat(learner.accuracy(2)).isBetween(0.13, 0.37);
            assertThat(learner.accuracy(1)).isGreaterThan(0.9);
        }
    }

    private final class Learner implements AutoCloseable {
        private final RmtModel model;
        private final TrainingRunner runner;
        private final Optimizer optimizer;
        private final SplittableRandom random = new SplittableRandom(1);

        private Learner(RmtModel model) {
            this.model = model;
            runner = new TrainingRunner(model, device, TEXTS, SEGMENT);
            optimizer = new Optimizer(runner, model.initialMemory().vectors(),
                    new AdamWScalars(0.9, 0.99, 1e-8, 0.01), OptionalDouble.of(1));
        }

        /** Lengths are mixed, so that what was learned of shorter texts stays. */
        private void train(int longest) {
            for (int step = 0; step < STEPS_OF_A_STAGE; step++) {
                int segments = step % 2 == 0 ? longest : 1 + random.nextInt(longest);
                runner.zeroGradients();
                optimizer.step(LEARNING_RATE, texts(segments).memoryGradient());
            }
        }

        private double accuracy(int segments) {
            int hits = 0;
            for (int i = 0; i < 10; i++) {
                hits += texts(segments).loss().hits();
            }
            return hits / (10.0 * TEXTS);
        }

        private MemoryReplay.Result texts(int count) {
            int[] facts = random.ints(TEXTS, 0, FACTS).toArray();
            List<int[][]> segments = new ArrayList<>();
            List<int[][]> targets = new ArrayList<>();
            for (int s = 0; s < count; s++) {
                int[][] tokens = new int[TEXTS][];
                int[][] following = new int[TEXTS][SEGMENT];
                for (int b = 0; b < TEXTS; b++) {
                    tokens[b] = random.ints(SEGMENT, FIRST_NOISE, LAST_NOISE).toArray();
                    Arrays.fill(following[b], CrossEntropy.NO_LABEL);
                    if (s == 0) {
                        tokens[b][0] = facts[b];
                    }
                    if (s == count - 1) {
                        tokens[b][SEGMENT - 1] = QUESTION;
                        following[b][SEGMENT - 1] = facts[b];
                    }
                }
                segments.add(tokens);
                targets.add(following);
            }
            float[] memory = optimizer.memory();
            float[] start = new float[TEXTS * model.initialMemory().vectors().length];
            for (int i = 0; i < start.length; i++) {
                start[i] = memory[i % memory.length];
            }
            return new MemoryReplay(OptionalInt.empty()).run(runner, start, segments, targets, 1f / TEXTS);
        }

        @Override
        public void close() {
            runner.close();
        }
    }
}
