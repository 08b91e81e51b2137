package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildTokensTest {
    private static final int TOKENS = 400_000;
    private final FactsTokenizer tokenizer = new FactsTokenizer();
    private final FactTasks tasks = new FactTasks(Grammar.standard(), tokenizer::id, true);

    private static int[] read(NoiseStream noise) {
        var target = new int[TOKENS];
        noise.fill(target, 0, TOKENS);
        return target;
    }

    @Test
    void noiseOfRunsAloneHasEveryTokenEquallyOften() {
        // Tokens of a run come in heaps, so the first tokens of independent runs are what is counted.
        var wild = new WildTokens(100, 50);
        var random = new Well19937c(1);
        var counts = new long[50];
        var run = new int[WildTokens.LONGEST_RUN];
        for (int i = 0; i < 20_000; i++) {
            wild.draw(random, run);
            counts[run[0]]++;
        }
        var expected = new double[50];
        Arrays.fill(expected, 1);

        // By chance one seed in 1,000 falls below 0.001; the seed is fixed.
        assertThat(new ChiSquareTest().chiSquareTest(expected, counts)).isGreaterThan(0.001);
    }

    @Test
    void runsHaveAllLengthsAndAnyNumberOfDifferentTokens() {
        var wild = new WildTokens(100, 100_000);
        var random = new Well19937c(2);
        var lengths = new HashMap<Integer, Integer>();
        var mostDifferent = 0L;
        var fewestDifferent = Long.MAX_VALUE;
        for (int i = 0; i < 1_000; i++) {
            var run = new int[WildTokens.LONGEST_RUN];
            int length = wild.draw(random, run);
            lengths.merge(length, 1, Integer::sum);
            long different = Arrays.stream(run, 0, length).distinct().count();
            mostDifferent = Math.max(mostDifferent, different);
            fewestDifferent = Math.min(fewestDifferent, different);
        }

        assertThat(lengths.keySet()).containsExactlyInAnyOrder(4, 8, 16, 32, 64, 128, 256);
        assertThat(fewestDifferent).isEqualTo(1);
        assertThat(mostDifferent).isBetween(80L, 128L);
    }

    /**
     * Of 100 pieces, p runs of 508 / 7 tokens on average and 100 - p sentences. The vocabulary of the runs lies above
     * that of the sentences, so that they can be told apart. A run's length has a standard deviation of 87 tokens, and
     * 400,000 tokens hold at least 2,000 runs: 3 % of the share is more than one deviation and a half of the mean.
     */
    @ParameterizedTest
    @CsvSource({"5", "20"})
    void runsComeAsOftenAsAskedFor(int percent) {
        int sentenceTokens = Arrays.stream(read(tasks.noise(3))).max().orElseThrow() + 1;
        double sentenceLength = new FillerParser(true).parse(tokenizer.text(read(tasks.noise(3))) + " ").size();
        sentenceLength = TOKENS / sentenceLength;
        double runLength = 508 / 7.0;
        double expected = percent * runLength / (percent * runLength + (100 - percent) * sentenceLength);

        var noise = read(tasks.withWildTokens(new WildTokens(percent, 1 << 20)).noise(4));
        double share = Arrays.stream(noise).filter(token -> token >= sentenceTokens).count() / (double) TOKENS;

        assertThat(share).isBetween(0.94 * expected, 1.06 * expected);
    }

    @Test
    void theSameFactStandsAtTheSamePlace() {
        var tame = tasks.sample(FactTask.DETECT, 9, 32, 5);
        var wild = tasks.withWildTokens(new WildTokens(50, 700)).sample(FactTask.DETECT, 9, 32, 5);

        assertThat(wild.factPosition()).isEqualTo(tame.factPosition());
        assertThat(wild.fact().text()).isEqualTo(tame.fact().text());
        assertThat(wild.nextSegment()).isNotEqualTo(tame.nextSegment());
    }

    @Test
    void withoutRunsItIsTheSameNoise() {
        assertThat(read(tasks.withWildTokens(new WildTokens(0, 700)).noise(6))).isEqualTo(read(tasks.noise(6)));
    }

    @Test
    void sharesAndVocabulariesMustMakeSense() {
        assertThatThrownBy(() -> new WildTokens(101, 700)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("101 %");
        assertThatThrownBy(() -> new WildTokens(-1, 700)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WildTokens(5, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one token");
    }
}
