package org.tornadormt.model.task.algorithmic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.model.task.SampleSeed;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskText;

class AlgorithmicTasksTest {
    /** By chance one seed in 1,000 falls below; the seeds are fixed. */
    private static final double UNLIKELY = 0.001;

    private static int[] inputs(TaskText text) {
        return text.segments().stream().flatMapToInt(Arrays::stream).toArray();
    }

    private static int[] targets(TaskText text) {
        return text.targets().stream().flatMapToInt(Arrays::stream).toArray();
    }

    @Property(tries = 300)
    void copyAsksForTheSymbolsTwice(@ForAll @IntRange(min = 1, max = 9) int segments,
            @ForAll @IntRange(min = 3, max = 40) int segmentSize, @ForAll long seed) {
        TaskText text = new CopyTask().text(segments, segmentSize, seed);
        int[] read = inputs(text);
        int[] asked = targets(text);
        int n = read.length / 3;

        assertThat(text.segments()).hasSize(segments);
        assertThat(read).hasSize(3 * (segments * segmentSize / 3));
        assertThat(read[n]).isEqualTo(1);
        for (int i = 0; i < read.length; i++) {
            assertThat(asked[i]).isEqualTo(i < n ? -1 : read[(i - n) % n]);
            assertThat(read[i]).isEqualTo(i < n ? Math.clamp(read[i], 2, 9) : i == n ? 1 : asked[i - 1]);
        }
    }

    @Property(tries = 300)
    void reverseAsksForTheSymbolsFromTheLastToTheFirst(@ForAll @IntRange(min = 1, max = 9) int segments,
            @ForAll @IntRange(min = 2, max = 40) int segmentSize, @ForAll long seed) {
        TaskText text = new ReverseTask().text(segments, segmentSize, seed);
        int[] read = inputs(text);
        int[] asked = targets(text);
        int n = read.length / 2;

        assertThat(text.segments()).hasSize(segments);
        assertThat(read).hasSize(2 * (segments * segmentSize / 2));
        for (int i = 0; i < read.length; i++) {
            assertThat(asked[i]).isEqualTo(i < n ? -1 : read[2 * n - 1 - i]);
            assertThat(read[i]).isEqualTo(i < n ? Math.clamp(read[i], 2, 9) : i == n ? 1 : asked[i - 1]);
        }
    }

    @Property(tries = 300)
    void retrievalAsksForTheDigitOfALetter(@ForAll @IntRange(min = 1, max = 26) int pairs,
            @ForAll @IntRange(min = 1, max = 12) int segmentSize, @ForAll long seed) {
        int tokens = 2 * pairs + 2;
        TaskText text = new RetrievalTask(pairs).text(Math.ceilDiv(tokens, segmentSize), segmentSize, seed);
        int[] read = inputs(text);
        int[] asked = targets(text);
        int[] digitOf = new int[37];
        Arrays.fill(digitOf, -1);
        for (int i = 0; i < pairs; i++) {
            assertThat(read[2 * i]).isBetween(11, 36);
            assertThat(read[2 * i + 1]).isBetween(0, 9);
            assertThat(digitOf[read[2 * i]]).as("letters differ").isEqualTo(-1);
            digitOf[read[2 * i]] = read[2 * i + 1];
        }

        assertThat(read).hasSize(tokens);
        assertThat(read[tokens - 1]).isEqualTo(10);
        assertThat(asked[tokens - 1]).isNotNegative().isEqualTo(digitOf[read[tokens - 2]]);
        assertThat(Arrays.copyOf(asked, tokens - 1)).containsOnly(-1);
    }

    /** Table of the tasks' segments in arXiv 2207.06881, with the lengths of all texts. */
    @ParameterizedTest
    @CsvSource({"3, 24, 72", "6, 12, 72", "9, 8, 72", "3, 120, 360", "6, 60, 360", "6, 120, 720", "9, 120, 1080"})
    void aThirdOfTheSegmentsOfThePaperIsCopied(int segments, int segmentSize, int tokens) {
        TaskText text = new CopyTask().text(segments, segmentSize, 5);

        assertThat(text.segments()).hasSize(segments).allMatch(segment -> segment.length == segmentSize);
        assertThat(Arrays.stream(targets(text)).filter(target -> target >= 0).count()).isEqualTo(tokens * 2 / 3);
    }

    @ParameterizedTest
    @CsvSource({"2, 5, 5 5", "3, 4, 4 4 2", "4, 3, 3 3 3 1", "5, 2, 2 2 2 2 2"})
    void fourPairsAreCutAsInThePaper(int segments, int segmentSize, String lengths) {
        TaskText text = new RetrievalTask(4).text(segments, segmentSize, 6);

        assertThat(text.segments()).extracting(segment -> segment.length)
                .containsExactlyElementsOf(List.of(lengths.split(" ")).stream().map(Integer::valueOf).toList());
    }

    /** Written down once: whoever changes what a seed means changes every published result. */
    @Test
    void seedsMeanTheSameInEveryVersion() {
        long seed = SampleSeed.of(42, 0);

        assertThat(inputs(new CopyTask().text(3, 4, seed))).containsExactly(5, 7, 7, 8, 1, 5, 7, 7, 8,
                5, 7, 7);
        assertThat(inputs(new ReverseTask().text(2, 4, seed))).containsExactly(5, 7, 7, 8, 1, 8, 7, 7);
        assertThat(inputs(new RetrievalTask(4).text(2, 5, seed))).containsExactly(16, 7, 24, 4, 34, 6, 21,
                9, 24, 10);
        assertThat(targets(new RetrievalTask(4).text(2, 5, seed))[9]).isEqualTo(4);
    }

    @Test
    void symbolsAreEquallyLikely() {
        long[] counts = new long[8];
        for (int sample = 0; sample < 1000; sample++) {
            int[] read = inputs(new ReverseTask().text(2, 24, SampleSeed.of(1, sample)));
            Arrays.stream(read, 0, 24).forEach(symbol -> counts[symbol - 2]++);
        }
        assertThat(chance(counts)).isGreaterThan(UNLIKELY);
    }

    @Test
    void lettersAnswersAndThePlacesThatAreAskedForAreEquallyLikely() {
        long[] letters = new long[26];
        long[] digits = new long[10];
        long[] places = new long[4];
        for (int sample = 0; sample < 10_000; sample++) {
            TaskText text = new RetrievalTask(4).text(1, 10, SampleSeed.of(2, sample));
            int[] read = inputs(text);
            // The letters of one text differ, so only one of each text is counted.
            letters[read[6] - 11]++;
            digits[targets(text)[9]]++;
            for (int place = 0; place < 4; place++) {
                places[place] += read[2 * place] == read[8] ? 1 : 0;
            }
        }
        assertThat(chance(letters)).isGreaterThan(UNLIKELY);
        assertThat(chance(digits)).isGreaterThan(UNLIKELY);
        assertThat(chance(places)).isGreaterThan(UNLIKELY);
    }

    private static double chance(long[] counts) {
        double[] expected = new double[counts.length];
        Arrays.fill(expected, 1);
        return new ChiSquareTest().chiSquareTest(expected, counts);
    }

    @ParameterizedTest
    @ValueSource(classes = {CopyTask.class, ReverseTask.class})
    void aTextIsThatOfItsSeed(Class<? extends Task> type) throws ReflectiveOperationException {
        Task task = type.getDeclaredConstructor().newInstance();

        assertThat(inputs(task.text(2, 24, 3))).isEqualTo(inputs(task.text(2, 24, 3)))
                .isNotEqualTo(inputs(task.text(2, 24, 4)));
        assertThat(task.vocabularySize()).isEqualTo(10);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new RetrievalTask(4).text(3, 5, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 tokens are not 3 segments of 5 but 2");
        assertThatThrownBy(() -> new RetrievalTask(27)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ask for 1 to 26");
        assertThatThrownBy(() -> new CopyTask().text(1, 2, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 3 tokens");
        assertThatThrownBy(() -> new CopyTask().text(5, 1, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 tokens are not 5 segments of 1");
        assertThatThrownBy(() -> new ReverseTask().text(0, 24, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 segments");
    }
}
