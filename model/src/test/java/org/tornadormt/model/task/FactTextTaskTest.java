package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FactTextTaskTest {
    private static final int SEGMENT = 24;

    private final FactsTokenizer tokenizer = new FactsTokenizer();
    private final FactTasks tasks = new FactTasks(Grammar.standard(), tokenizer::id, true);

    @ParameterizedTest
    @EnumSource
    void itsTextsAreTheSamplesAndAskAtTheLastTokenOnly(FactTask where) {
        FactSample sample = tasks.sample(where, 3, SEGMENT, 7);
        TaskText text = new FactTextTask(tasks, where).text(3, SEGMENT, 7);

        for (int[] segment : text.segments()) {
            assertThat(segment).isEqualTo(sample.nextSegment());
        }
        assertThat(text.targets().get(0)).containsOnly(-1);
        assertThat(text.targets().get(1)).containsOnly(-1);
        assertThat(Arrays.copyOf(text.targets().get(2), SEGMENT - 1)).containsOnly(-1);
        assertThat(text.targets().get(2)[SEGMENT - 1]).isEqualTo(sample.answer());
    }

    @Test
    void laterWindowsAskForTheFactThatTheFirstTold() {
        FactTextTask task = new FactTextTask(tasks, FactTask.DETECT);
        for (int seed = 0; seed < 50; seed++) {
            CarriedWindow first = task.window(seed, 0, false, 4, SEGMENT);
            String fact = tasks.sample(FactTask.DETECT, 4, SEGMENT, seed).fact().text();
            assertThat(words(first)).contains(fact);
            assertThat(first.told()).isEqualTo(words(first.text().segments().subList(0, 3)).contains(fact));
            for (int window = 1; window < 4; window++) {
                CarriedWindow later = task.window(seed, window, false, window, SEGMENT);
                assertThat(words(later)).doesNotContain(fact).endsWith(question(first));
                assertThat(later.text().segments()).hasSize(window);
                assertThat(answer(later)).isEqualTo(answer(first));
                assertThat(later.told()).isTrue();
            }
        }
    }

    @Test
    void behindFillerAFactToMemorizeMayStandAnywhere() {
        FactTextTask task = new FactTextTask(tasks, FactTask.MEMORIZE);
        int[] positions = new int[3];
        for (int seed = 0; seed < 90; seed++) {
            String fact = tasks.sample(FactTask.MEMORIZE, 3, SEGMENT, seed).fact().text();
            assertThat(words(task.window(seed, 0, false, 3, SEGMENT))).startsWith(fact);
            List<int[]> segments = task.window(seed, 0, true, 3, SEGMENT).text().segments();
            for (int s = 0; s < 3; s++) {
                positions[s] += tokenizer.text(segments.get(s)).contains(fact) ? 1 : 0;
            }
        }
        // 30 each; fewer than 12 has a probability of 1e-5.
        assertThat(Arrays.stream(positions).min().orElseThrow()).isGreaterThanOrEqualTo(12);
        assertThat(Arrays.stream(positions).sum()).isEqualTo(90);
    }

    @Test
    void itsVocabularyHoldsEveryTokenAndNoMore() {
        assertThat(new FactTextTask(tasks, FactTask.DETECT).vocabularySize()).isEqualTo(tokenizer.size());
        WildTokens wild = new WildTokens(50, 1000);
        assertThat(new FactTextTask(tasks.withWildTokens(wild), FactTask.DETECT).vocabularySize()).isEqualTo(1000);
    }

    private static int answer(CarriedWindow window) {
        return window.text().targets().getLast()[SEGMENT - 1];
    }

    private String question(CarriedWindow window) {
        String words = words(window);
        return words.substring(words.lastIndexOf("where is"));
    }

    private String words(CarriedWindow window) {
        return words(window.text().segments());
    }

    private String words(List<int[]> segments) {
        return String.join(" ", segments.stream().map(tokenizer::text).toList());
    }
}
