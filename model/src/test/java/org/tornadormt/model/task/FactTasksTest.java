package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FactTasksTest {
    private final FactsTokenizer tokenizer = new FactsTokenizer();
    private final FactTasks tasks = new FactTasks(Grammar.standard(), tokenizer::id, true);

    @Test
    void answersAreTheSixPlacesInOrder() {
        assertThat(tasks.answers()).extracting(id -> tokenizer.text(id)).containsExactly("bathroom", "hallway",
                "garden", "office", "bedroom", "kitchen");
        assertThat(tasks.chance()).isEqualTo(1.0 / 6);
    }

    @Test
    void everyNameDoesEverythingEverywhere() {
        assertThat(tasks.facts()).hasSize(4 * 5 * 6).extracting(Fact::text).doesNotHaveDuplicates()
                .startsWith("mary moved to the bathroom .").endsWith("sandra travelled to the kitchen .");
    }

    @Test
    void aFactKnowsItsPartsAndItsTokens() {
        var fact = tasks.facts().stream().filter(f -> f.text().equals("john went back to the office .")).findFirst();

        assertThat(fact).hasValueSatisfying(john -> {
            assertThat(john.name()).isEqualTo("john");
            assertThat(john.action()).isEqualTo("went back");
            assertThat(john.place()).isEqualTo("office");
            assertThat(john.tokens()).isEqualTo(tokenizer.ids("john went back to the office ."));
            assertThat(john.questionTokens()).isEqualTo(tokenizer.ids("where is john ?"));
            assertThat(john.answer()).isEqualTo(tokenizer.id("office"));
        });
    }

    @Test
    void changingTheTokensOfAFactChangesNoOther() {
        var fact = tasks.facts().getFirst();
        fact.tokens()[0] = -1;
        fact.questionTokens()[0] = -1;

        assertThat(fact.tokens()).isEqualTo(tokenizer.ids(fact.text()));
        assertThat(fact.questionTokens()).isEqualTo(tokenizer.ids(fact.question()));
    }

    @Test
    void someFactsMayBeChosen() {
        var fact = tasks.facts().get(17);
        var chosen = tasks.withFacts(List.of(fact));

        assertThat(chosen.answers()).isEqualTo(tasks.answers());
        for (int seed = 0; seed < 20; seed++) {
            assertThat(chosen.sample(FactTask.DETECT, 2, 32, seed).fact()).isSameAs(fact);
        }
        assertThatThrownBy(() -> tasks.withFacts(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSegmentMustHoldTheLongestFactAndItsQuestion() {
        assertThat(tasks.minSegmentSize()).isEqualTo(11);
        assertThatThrownBy(() -> tasks.sample(FactTask.DETECT, 5, 10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a segment of 10 tokens cannot hold a fact and its question; use 11 or more");
    }

    @Test
    void aSampleHasSegmentsAndNoMoreTokensThanAnIntCounts() {
        assertThatThrownBy(() -> tasks.sample(FactTask.DETECT, 0, 32, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 segments");
        assertThatThrownBy(() -> tasks.sample(FactTask.DETECT, 67_108_864, 32, 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("at most 67108863 segments");
        assertThat(tasks.sample(FactTask.DETECT, 67_108_863, 32, 0).hasNext()).isTrue();
    }

    @Test
    void aWordThatTheVocabularyLacksIsNamed() {
        assertThatThrownBy(
                () -> new FactTasks(Grammar.standard(), word -> word.equals("sandra") ? -1 : tokenizer.id(word), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the vocabulary lacks 'sandra'");
    }

    @Test
    void anUnknownTokenIsNoWord() {
        assertThatThrownBy(() -> new FactTasks(Grammar.standard(), word -> 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the vocabulary gives 'mary' and 'moved' the same id 0");
    }
}
