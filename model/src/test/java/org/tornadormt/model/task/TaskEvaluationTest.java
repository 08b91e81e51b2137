package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.session.Forward;

class TaskEvaluationTest {
    private static final long SEED = 4;
    private final Device device = Devices.find(1).choose("jvm");
    private final RmtModel facts = RmtModel.load(Path.of("..", "models", "facts"), LoadOptions.defaults());

    /** Random tokens; at some of them, in any segment, it asks for what the model says, or for the token after that. */
    private record EchoTask(RmtModel model, Device device, int askEvery) implements Task {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public int vocabularySize() {
            return model.config().vocabularySize();
        }

        @Override
        public TaskText text(int segments, int segmentSize, long seed) {
            Random random = new Random(seed);
            int[] tokens = random.ints((long) segments * segmentSize - 2, 0, vocabularySize()).toArray();
            float[][] logits = Forward.run(model, device, tokens).getFirst().logits();
            List<int[]> parts = new ArrayList<>();
            List<int[]> targets = new ArrayList<>();
            for (int from = 0; from < tokens.length; from += segmentSize) {
                int to = Math.min(from + segmentSize, tokens.length);
                int[] part = new int[to - from];
                for (int i = 0; i < part.length; i++) {
                    boolean asked = random.nextInt(askEvery) == 0;
                    int wrong = random.nextInt(4 * segments) == 0 ? 1 : 0;
                    part[i] = asked
                            ? (LogitRows.argMax(logits[from + i]) + wrong) % vocabularySize()
                            : TaskSegment.NO_TARGET;
                }
                parts.add(Arrays.copyOfRange(tokens, from, to));
                targets.add(part);
            }
            return new TaskText(parts, targets);
        }

        /** How many targets of a text the model says, by the logits of its forward pass alone. */
        private Answers expected(int segments, int segmentSize, long seed) {
            TaskText text = text(segments, segmentSize, seed);
            int[] tokens = text.segments().stream().flatMapToInt(Arrays::stream).toArray();
            int[] targets = text.targets().stream().flatMapToInt(Arrays::stream).toArray();
            float[][] logits = Forward.run(model, device, tokens).getFirst().logits();
            int asked = 0;
            int hits = 0;
            for (int i = 0; i < targets.length; i++) {
                asked += targets[i] >= 0 ? 1 : 0;
                hits += targets[i] == LogitRows.argMax(logits[i]) ? 1 : 0;
            }
            return new Answers(1, hits == asked ? 1 : 0, asked, hits);
        }
    }

    @Test
    void targetsAnywhereAreComparedWithTheLogitsOfTheirTokens() {
        RmtModel model = RmtModel.load(Path.of("src", "test", "resources", "fixtures", "gpt2-rmt"),
                LoadOptions.defaults());
        EchoTask task = new EchoTask(model, device, 3);
        Answers expected = Answers.NONE;
        for (long text = 5; text < 11; text++) {
            expected = expected.plus(task.expected(3, model.segmentSize(), SampleSeed.of(SEED, (3L << 32) + text)));
        }
        // Some are right as a whole and some are not, or this would show nothing.
        assertThat(expected.right()).isBetween(1, 5);
        assertThat(expected.targets()).isGreaterThan(expected.hits());

        // Six texts in batches of four and two.
        try (TaskEvaluation evaluation = new TaskEvaluation(model, device, task, 4, SEED)) {
            assertThat(evaluation.run(3, 5, 6, _ -> {}, () -> false)).isEqualTo(expected);
        }
    }

    @Test
    void theBundledModelFindsFactsAndProgressCountsItsTokens() {
        AtomicLong tokens = new AtomicLong();
        try (TaskEvaluation evaluation = new TaskEvaluation(facts, device, detect(), 8, SEED)) {
            Answers answers = evaluation.run(16, 0, 12, tokens::addAndGet, () -> false);

            assertThat(answers.texts()).isEqualTo(12);
            assertThat(answers.targets()).isEqualTo(12);
            assertThat(answers.hits()).isEqualTo(answers.right());
            // Guessing gets 9 of 12 right with probability 1.4e-5.
            assertThat(answers.estimate().accuracy()).isGreaterThanOrEqualTo(0.75);
        }
        assertThat(tokens).hasValue(12L * 16 * facts.segmentSize());
    }

    @Test
    void whenItIsStoppedTheTextsThatWereReadToTheirEndCount() {
        AtomicInteger steps = new AtomicInteger();
        try (TaskEvaluation evaluation = new TaskEvaluation(facts, device, detect(), 2, SEED)) {
            Answers answers = evaluation.run(4, 0, 6, _ -> steps.incrementAndGet(), () -> steps.get() == 6);

            // Four steps of the first two texts, two of the next.
            assertThat(answers.texts()).isEqualTo(2);
        }
    }

    @Test
    void aTextIsReadAsItIsWritten() {
        TaskText text = detect().text(5, 32, SEED);
        Iterator<TaskSegment> segments = detect().read(5, 32, SEED);

        for (int s = 0; s < 5; s++) {
            TaskSegment segment = segments.next();
            assertThat(segment.tokens()).isEqualTo(text.segments().get(s));
            assertThat(segment.targets()).isEqualTo(text.targets().get(s));
        }
        assertThat(segments).isExhausted();
    }

    @Test
    void aModelThatLacksTokensOfTheTaskIsRefused() {
        RmtModel small = RmtModel.load(Path.of("src", "test", "resources", "fixtures", "gpt2-rmt"),
                LoadOptions.defaults());

        assertThatThrownBy(() -> new TaskEvaluation(small, device, detect(), 1, SEED))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("task detect needs ids up to " + (detect().vocabularySize() - 1));
    }

    private FactTextTask detect() {
        try (TextTokenizer tokenizer = TextTokenizer.open(facts.tokenizerFile().orElseThrow())) {
            return new FactTextTask(
                    new FactTasks(Grammar.standard(), word -> tokenizer.idOfWord(word).orElse(-1), true),
                    FactTask.DETECT);
        }
    }
}
