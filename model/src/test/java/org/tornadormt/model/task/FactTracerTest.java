package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.MemoryAttention;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.session.Session;

/** With the trained model that comes with the project, on a text whose fact comes late enough for a before. */
class FactTracerTest {
    private static final int SEGMENTS = 24;
    private static final long SEED = 1;
    private final RmtModel model = RmtModel.load(Path.of("..", "models", "facts"), LoadOptions.defaults());
    private final List<int[]> text = new ArrayList<>();
    private NeedleTask task;
    private FactTrace trace;

    @BeforeEach
    void look() {
        try (var tokenizer = TextTokenizer.open(model.tokenizerFile().orElseThrow())) {
            task = new FactTextTask(
                    new FactTasks(Grammar.standard(), word -> tokenizer.idOfWord(word).orElse(-1), true),
                    FactTask.DETECT);
        }
        var noise = task.noise(SampleSeed.of(SEED, 1));
        for (int s = 0; s < SEGMENTS; s++) {
            text.add(new int[model.segmentSize()]);
            noise.fill(text.getLast(), 0, model.segmentSize());
        }
        trace = new FactTracer(model, Devices.find(1).choose("jvm"), task).trace(text, SEED);
    }

    /** What the model believes about the right answer after a segment. */
    private double belief(int segment) {
        return trace.beliefs().get(segment)[task.answers().indexOf(trace.needle().answerToken())];
    }

    @Test
    void theAnswerIsKnownFromTheFactOn() {
        assertThat(trace.factSegment()).isBetween(1, SEGMENTS - 2);
        assertThat(belief(trace.factSegment() - 1)).isLessThan(0.9);
        assertThat(IntStream.range(trace.factSegment(), SEGMENTS).mapToDouble(this::belief))
                .allSatisfy(belief -> assertThat(belief).isBetween(0.9, 1.0));
    }

    @Test
    void askingLeavesNoTraceInTheMemory() {
        text.set(trace.factSegment(), trace.factSegmentTokens());
        try (var session = Session.reading(model, Devices.find(1).choose("jvm"))) {
            text.forEach(session::feed);

            assertThat(trace.memories().getLast()).isEqualTo(session.finalMemory());
        }
    }

    @Test
    void thePlaceMattersAndTheWordsAroundTheFactDoNot() {
        var tokens = trace.factSegmentTokens();
        int place = IntStream.range(0, tokens.length).filter(i -> tokens[i] == trace.needle().answerToken())
                .reduce((_, last) -> last).orElseThrow();
        int end = place + 1;
        int begin = end + 1 - trace.needle().facts().getFirst().tokens().length;

        assertThat(trace.tokenEffects()).hasSize(model.segmentSize());
        for (int i = 0; i < tokens.length; i++) {
            if (i < begin || i > end) {
                assertThat(trace.tokenEffects()[i]).isLessThan(trace.tokenEffects()[place]);
            }
        }
    }

    @Test
    void attentionIsThatOfTheMemoryInFrontOfTheFact() {
        var before = trace.memories().get(trace.factSegment() - 1);

        var again = MemoryAttention.of(model, Devices.find(1).choose("jvm"), before, trace.factSegmentTokens());

        assertThat(trace.attention().orElseThrow().layers()).isDeepEqualTo(again.layers());
        assertThat(again.ofTokens(0)).hasDimensions(model.numMemTokens(), model.segmentSize());
    }

    @Test
    void aMemoryIsSimilarToItself() {
        // Three sums of some hundred products of doubles, rounded to 2^-53 each.
        assertThat(trace.similarity(3, 3)).isCloseTo(1, within(1e-12));
        assertThat(trace.similarity(2, 9)).isEqualTo(trace.similarity(9, 2)).isLessThan(1);
    }

    @Test
    void theTaskWritesTheSameText() {
        var again = new FactTracer(model, Devices.find(1).choose("jvm"), task).trace(SEGMENTS, SEED);

        assertThat(again.factSegment()).isEqualTo(trace.factSegment());
        assertThat(again.memories().getLast()).isEqualTo(trace.memories().getLast());
    }
}
