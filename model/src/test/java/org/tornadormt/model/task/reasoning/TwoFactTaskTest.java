package org.tornadormt.model.task.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.model.task.CarriedWindow;
import org.tornadormt.model.task.FactTasks;
import org.tornadormt.model.task.Grammar;
import org.tornadormt.model.task.TaskText;

class TwoFactTaskTest {
    private static final int SEGMENT = 32;
    private static final int WINDOWS = 10;
    private static final List<String> PLACES = Grammar.standard().places();

    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final TwoFactTask task = new TwoFactTask(this::id, new FactTasks(Grammar.standard(), this::id, true));

    private int id(String word) {
        return ids.computeIfAbsent(word, added -> {
            words.add(added);
            return words.size() - 1;
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 1})
    void everyQuestionHasTheRightAnswerAndIsTrainedOrHeldOut(double difficulty) {
        Set<String> trained = pairs(task.at(difficulty), 3000);
        Set<String> measured = pairs(task.at(difficulty).measured(), 300);

        assertThat(trained).doesNotContainAnyElementsOf(measured);
    }

    /** Facts, in any order, with their question; every answer is checked on the way. */
    private Set<String> pairs(TwoFactTask source, int texts) {
        Set<String> pairs = new HashSet<>();
        for (int seed = 0; seed < texts; seed++) {
            int segments = 1 + seed % 3;
            TaskText text = source.text(segments, SEGMENT, seed);
            String read = words(text);
            List<String> facts = CompassSolver.facts(read);
            String question = CompassSolver.question(read);
            assertThat(facts).as(read).hasSize(2);
            assertThat(words.get(answer(text))).as(read).isEqualTo(CompassSolver.answer(facts, question));
            assertThat(text.targets().stream().flatMapToInt(Arrays::stream).filter(target -> target >= 0)).hasSize(1);
            pairs.add(new TreeSet<>(facts) + question);
        }
        return pairs;
    }

    @Test
    void ofAllPairsOneIn16IsHeldOutAndTheOthersAllOccur() {
        PuzzleSource trained = new PuzzleSource(PLACES, 1, false);
        PuzzleSource heldOut = new PuzzleSource(PLACES, 1, true);
        Set<String> seen = new HashSet<>();
        Set<String> kept = new HashSet<>();
        var random = new Well19937c(3);
        for (int i = 0; i < 120_000; i++) {
            seen.add(key(trained.draw(random)));
        }
        for (int i = 0; i < 8_000; i++) {
            kept.add(key(heldOut.draw(random)));
        }

        assertThat(seen).doesNotContainAnyElementsOf(kept);
        // 120 orders of three places, 2 directions, 2 ways to say each fact, 2 to be asked about, 4 ways to ask. A pair
        // that is drawn 16 times on average is never drawn with a probability of 1e-7.
        assertThat(seen.size() + kept.size()).isEqualTo(120 * 2 * 2 * 2 * 2 * 4);
        // 480 on average, with a standard deviation of 21.
        assertThat(kept).hasSizeBetween(400, 560);
    }

    private static String key(Puzzle puzzle) {
        return new TreeSet<>(List.of(puzzle.first().text(), puzzle.second().text())) + puzzle.question().text();
    }

    @Test
    void theEasiestAreAllSaidAlikeAndTheHardestInAllWays() {
        assertThat(hardShares(0)).containsOnly(0.0);
        // Standard deviation 0.008 with 4,000 puzzles; the held-out ones move a share by less than that.
        assertThat(hardShares(0.4)).allSatisfy(share -> assertThat(share).isBetween(0.16, 0.24));
        assertThat(hardShares(1)).allSatisfy(share -> assertThat(share).isBetween(0.46, 0.54));
    }

    /** How often each of the four things that make a puzzle hard is so. */
    private static List<Double> hardShares(double difficulty) {
        PuzzleSource source = new PuzzleSource(PLACES, difficulty, false);
        var random = new Well19937c(5);
        int puzzles = 4_000;
        int[] hard = new int[4];
        for (int i = 0; i < puzzles; i++) {
            Puzzle puzzle = source.draw(random);
            List<Relation> relations = List.of(puzzle.first(), puzzle.second(), puzzle.question().relation());
            for (int r = 0; r < relations.size(); r++) {
                hard[r] += Set.of(Direction.SOUTH, Direction.WEST).contains(relations.get(r).direction()) ? 1 : 0;
            }
            hard[3] += puzzle.question().asksForObject() ? 1 : 0;
        }
        return Arrays.stream(hard).mapToObj(count -> (double) count / puzzles).toList();
    }

    @Test
    void neitherPlaceInTheTextNorThePlaceOfTheAnswerIsPreferred() {
        int[] ofSegment = new int[3];
        Map<String, Integer> answers = new HashMap<>();
        int texts = 1200;
        for (int seed = 0; seed < texts; seed++) {
            TaskText text = task.text(3, SEGMENT, seed);
            for (int s = 0; s < 3; s++) {
                ofSegment[s] += CompassSolver.facts(words(text.segments().get(s))).size();
            }
            answers.merge(words.get(answer(text)), 1, Integer::sum);
        }

        // No fact is cut by a border: else it would be missing here. 800 each but for pairs that are drawn again because
        // they would overlap, fewer in the shorter room before the question: 5 standard deviations are 115.
        assertThat(Arrays.stream(ofSegment).sum()).isEqualTo(2 * texts);
        assertThat(Arrays.stream(ofSegment)).allMatch(count -> count > 600);
        // 200 on average with a standard deviation of 13.
        assertThat(answers).containsOnlyKeys(PLACES).values()
                .allSatisfy(count -> assertThat(count).isBetween(140, 260));
    }

    @Test
    void everyWindowOfATextThatIsCarriedAsksAboutWhatItHasTold() {
        int changed = 0;
        int[] windowsOfSecondFacts = new int[WINDOWS];
        for (int seed = 0; seed < 200; seed++) {
            List<String> facts = new ArrayList<>();
            Set<String> questions = new HashSet<>();
            for (int window = 0; window < WINDOWS; window++) {
                CarriedWindow read = task.window(seed, window, false, 1 + window % 3, SEGMENT);
                List<String> toldBefore = List.copyOf(facts);
                List<String> told = CompassSolver.facts(words(read.text()));
                facts.addAll(told);
                List<int[]> before = read.text().segments().subList(0, window % 3);
                assertThat(read.told())
                        .isEqualTo(before.stream().mapToInt(s -> CompassSolver.facts(words(s)).size()).sum() == told
                                .size());
                String question = CompassSolver.question(words(read.text()));
                assertThat(words.get(answer(read.text()))).as("%s %s", facts, question)
                        .isEqualTo(CompassSolver.answer(facts, question));
                questions.add(question);
                if (facts.size() == 2 && toldBefore.size() < 2) {
                    windowsOfSecondFacts[window]++;
                }
            }
            assertThat(facts).hasSizeBetween(1, 2);
            changed += questions.size() > 1 ? 1 : 0;
        }
        // At least three ways to ask, each with half a chance, in ten windows: all alike with less than 1 in 500.
        assertThat(changed).isGreaterThanOrEqualTo(197);
        // Half of 200 on average, with a standard deviation of 7; of the others one in six waits for a window.
        assertThat(windowsOfSecondFacts[0]).isBetween(65, 135);
        assertThat(windowsOfSecondFacts[1]).isBetween(4, 40);
        assertThat(Arrays.stream(windowsOfSecondFacts).sum()).isLessThan(200);
    }

    @Test
    void theSameSeedGivesTheSameText() {
        assertThat(words(task.text(2, SEGMENT, 9))).isEqualTo(words(task.text(2, SEGMENT, 9)))
                .isNotEqualTo(words(task.text(2, SEGMENT, 10)));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThat(CompassSolver.facts(words(task.text(1, 23, 1)))).hasSize(2);
        assertThatThrownBy(() -> task.text(1, 22, 1)).hasMessageContaining("22 tokens").hasMessageContaining("23");
        assertThatThrownBy(() -> task.text(0, SEGMENT, 1)).hasMessageContaining("0 segments");
        assertThatThrownBy(() -> task.at(1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new TwoFactTask(word -> word.equals("west") ? -1 : id(word), null))
                .hasMessageContaining("lacks 'west'");
    }

    private static int answer(TaskText text) {
        int[] last = text.targets().getLast();
        return last[last.length - 1];
    }

    private String words(TaskText text) {
        return String.join(" ", text.segments().stream().map(this::words).toList());
    }

    private String words(int[] segment) {
        return String.join(" ", Arrays.stream(segment).mapToObj(words::get).toList());
    }
}
