package org.tornadormt.model.task.babi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.model.task.FactTasks;
import org.tornadormt.model.task.Grammar;
import org.tornadormt.model.task.TaskText;

class BabiTaskTest {
    private static final int SEGMENT = 64;
    private static final int TEXTS = 300;

    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    private int id(String word) {
        return ids.computeIfAbsent(word, added -> {
            words.add(added);
            return words.size() - 1;
        });
    }

    private BabiTask task(StoryKind kind) {
        return new BabiTask(kind, this::id, new FactTasks(Grammar.standard(), this::id, true));
    }

    // The puzzles of qa4 are those of the task reasoning, which has a test of its own.
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "QA4")
    void everyQuestionHasTheAnswerThatFollowsFromTheText(StoryKind kind) {
        BabiTask task = task(kind);
        Map<String, Integer> answers = new HashMap<>();
        int statements = 0;
        for (int seed = 0; seed < TEXTS; seed++) {
            TaskText text = task.text(1 + seed % 3, SEGMENT, seed);
            String read = String.join(" ", text.segments().stream().map(this::words).toList());
            StorySolver solver = new StorySolver(read);
            assertThat(answer(text)).as(read).isEqualTo(solver.answer());
            answers.merge(answer(text), 1, Integer::sum);
            statements += solver.statements();
        }

        // More than one answer, and none so common that a guess would do; more than one statement decides.
        assertThat(answers).hasSizeGreaterThan(1).values().allMatch(count -> count < 0.7 * TEXTS);
        assertThat((double) statements / TEXTS).isGreaterThan(2);
    }

    @Test
    void qa4IsAPuzzleOfThreePlaces() {
        TaskText text = task(StoryKind.QA4).text(2, SEGMENT, 3);

        assertThat(String.join(" ", text.segments().stream().map(this::words).toList()))
                .containsPattern("the \\w+ is (north|south|east|west) of the \\w+ \\..*what is [^?]* \\?$");
        assertThat(Grammar.standard().places()).contains(answer(text));
    }

    /** The targets of a text in words; all but the last of them must be read, too. */
    private String answer(TaskText text) {
        int[] last = text.segments().getLast();
        int[] targets = text.targets().getLast();
        List<String> answer = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] >= 0) {
                answer.add(words.get(targets[i]));
                assertThat(i == last.length - 1 || last[i + 1] == targets[i]).isTrue();
            }
        }
        return String.join(" ", answer);
    }

    @Test
    void statementsStandInAllSegmentsOfALongText() {
        BabiTask task = task(StoryKind.QA7);
        int[] ofSegment = new int[8];
        for (int seed = 0; seed < 100; seed++) {
            List<int[]> segments = task.text(8, SEGMENT, seed).segments();
            for (int s = 0; s < 8; s++) {
                ofSegment[s] += StorySolver.statements(words(segments.get(s)));
            }
        }

        // About as many each, but for the room of the question.
        int sum = Arrays.stream(ofSegment).sum();
        assertThat(Arrays.stream(ofSegment)).allMatch(count -> count > sum / 16 && count < sum / 4);
    }

    @ParameterizedTest
    @EnumSource
    void itHasNoWordsButThoseItSaysAndTheyAreInTheVocabularyOfItsConfiguration(StoryKind kind) {
        Path file = Path.of("..", "models", "babi", "tokenizer.json");
        try (TextTokenizer tokenizer = TextTokenizer.open(file)) {
            BabiTask task = new BabiTask(kind, word -> tokenizer.idOfWord(word).orElse(-1),
                    new FactTasks(Grammar.standard(), word -> tokenizer.idOfWord(word).orElse(-1), true));
            for (int seed = 0; seed < 50; seed++) {
                assertThat(task.text(2, SEGMENT, seed).segments()).hasSize(2);
            }
            assertThat(task.vocabularySize()).isLessThanOrEqualTo(tokenizer.vocabularySize());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            QA1  | 1 | 17 | cannot hold the sentences of qa1
            QA1  | 1 | 21 | need 1 tokens more than 1 segments of 21
            QA10 | 0 | 64 | 0 segments
            QA10 | 1 | 27 | need 1 tokens more
            """)
    void aTextWithoutRoomIsRefused(StoryKind kind, int segments, int segmentSize, String part) {
        assertThatThrownBy(() -> task(kind).text(segments, segmentSize, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part);
    }

    @ParameterizedTest
    @EnumSource
    void theSmallestTextThatIsNotRefusedHasAStory(StoryKind kind) {
        int size = Math.max(18, kind.leastRoom() + StoryPlacement.LONGEST_END);
        for (int seed = 0; seed < 10; seed++) {
            assertThat(task(kind).text(1, size, seed).segments().getFirst()).hasSize(size);
        }
    }

    private String words(int[] segment) {
        return String.join(" ", Arrays.stream(segment).mapToObj(words::get).toList());
    }
}
