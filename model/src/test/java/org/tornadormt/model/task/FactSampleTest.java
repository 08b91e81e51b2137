package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FactSampleTest {
    private final FactsTokenizer tokenizer = new FactsTokenizer();
    private final FactTasks easy = new FactTasks(Grammar.standard(), tokenizer::id, false);
    private final FactTasks hard = new FactTasks(Grammar.standard(), tokenizer::id, true);

    private static int[] readAll(FactSample sample) {
        var tokens = new int[sample.segments() * sample.segmentSize()];
        for (int from = 0; sample.hasNext(); from += sample.segmentSize()) {
            System.arraycopy(sample.nextSegment(), 0, tokens, from, sample.segmentSize());
        }
        return tokens;
    }

    @Property(tries = 500)
    void aSampleIsNoiseWithAWholeFactInOneSegmentAndItsQuestionAtTheEnd(@ForAll FactTask task,
            @ForAll @IntRange(min = 1, max = 12) int segments, @ForAll @IntRange(min = 11, max = 70) int segmentSize,
            @ForAll long seed) {
        FactSample sample = hard.sample(task, segments, segmentSize, seed);
        int[] tokens = readAll(sample);
        int factStart = sample.factPosition();
        int factEnd = factStart + sample.fact().length();
        int questionStart = tokens.length - 4;

        assertThat(factStart / segmentSize).isEqualTo((factEnd - 1) / segmentSize);
        assertThat(factEnd).isLessThanOrEqualTo(questionStart);
        String[] words = tokenizer.text(Arrays.copyOfRange(tokens, factStart, factEnd)).split(" ");
        assertThat(tokenizer.text(Arrays.copyOfRange(tokens, questionStart, tokens.length)))
                .isEqualTo("where is " + words[0] + " ?");
        assertThat(tokenizer.text(sample.answer())).isEqualTo(words[words.length - 2]);

        var whole = new int[tokens.length];
        hard.noise(SampleSeed.of(seed, 1)).fill(whole, 0, whole.length);
        System.arraycopy(sample.fact().tokens(), 0, whole, factStart, sample.fact().length());
        System.arraycopy(sample.fact().questionTokens(), 0, whole, questionStart, 4);
        assertThat(tokens).isEqualTo(whole);
    }

    @Property(tries = 200)
    void theTextTellsOneFactOnly(@ForAll FactTask task, @ForAll @IntRange(min = 11, max = 70) int segmentSize,
            @ForAll long seed) {
        var sample = hard.sample(task, 20, segmentSize, seed);
        var text = tokenizer.text(readAll(sample)) + " ";

        assertThat(new FillerParser(true).pattern("NAME ACT to the PLACE .").matcher(text).results())
                .singleElement().satisfies(told -> assertThat(told.group()).isEqualTo(sample.fact().text() + " "));
    }

    @Test
    void memorizeTellsTheFactFirst() {
        var sample = easy.sample(FactTask.MEMORIZE, 3, 32, 11);

        assertThat(sample.factPosition()).isZero();
        assertThat(tokenizer.text(sample.nextSegment())).startsWith(sample.fact().text());
    }

    @Test
    void aSeedAlwaysGivesTheSameSampleAndAnotherSeedAnother() {
        var tokens = readAll(hard.sample(FactTask.DETECT, 4, 32, 8));

        assertThat(readAll(hard.sample(FactTask.DETECT, 4, 32, 8))).isEqualTo(tokens);
        assertThat(readAll(hard.sample(FactTask.DETECT, 4, 32, 9))).isNotEqualTo(tokens);
    }

    /** Written down once: whoever changes what a seed means changes every published result. */
    @Test
    void seedsMeanTheSameInEveryVersion() {
        var sample = hard.sample(FactTask.DETECT, 2, 16, SampleSeed.of(42, 0));

        assertThat(tokenizer.text(readAll(sample))).isEqualTo("we broke the voice beside the paper . the tree of the "
                + "soldier was in the bridge . sandra daniel moved to the hallway . young wheel was where is daniel ?");
    }

    @Test
    void theSeedGivesTheSameFactWithAnyFillerAndTheSameFillerInAnyTask() {
        for (long seed = 0; seed < 100; seed++) {
            var detect = hard.sample(FactTask.DETECT, 1, 400, seed);
            var memorize = hard.sample(FactTask.MEMORIZE, 1, 400, seed);

            assertThat(easy.sample(FactTask.DETECT, 9, 32, seed).fact().text()).isEqualTo(detect.fact().text());
            assertThat(memorize.fact().text()).isEqualTo(detect.fact().text());
            var differ = 0;
            int[] detectTokens = readAll(detect);
            int[] memorizeTokens = readAll(memorize);
            for (int i = 0; i < 400; i++) {
                differ += detectTokens[i] == memorizeTokens[i] ? 0 : 1;
            }
            assertThat(differ).isLessThanOrEqualTo(2 * detect.fact().length());
        }
    }

    @Test
    void samplesShareNoNoise() {
        var first = readAll(easy.sample(FactTask.MEMORIZE, 100, 32, SampleSeed.of(0, 0)));
        var second = tokenizer.text(readAll(easy.sample(FactTask.MEMORIZE, 100, 32, SampleSeed.of(0, 1))));

        // Two sentences are the same by a chance of about 1e-4, the three or more in 40 tokens by one of 1e-12.
        for (int from = 0; from + 40 <= first.length; from++) {
            assertThat(second).doesNotContain(tokenizer.text(Arrays.copyOfRange(first, from, from + 40)));
        }
    }

    @Test
    void readingPastTheEndFails() {
        var sample = easy.sample(FactTask.MEMORIZE, 1, 16, 0);
        sample.nextSegment();

        assertThat(sample.hasNext()).isFalse();
        assertThatThrownBy(sample::nextSegment).isInstanceOf(NoSuchElementException.class)
                .hasMessage("all 1 segments of the sample have been read");
    }
}
