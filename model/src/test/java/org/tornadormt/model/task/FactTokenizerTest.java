package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;

/** The byte-level vocabulary of the fact tasks, read as text is read. */
class FactTokenizerTest {
    private static final TextTokenizer TOKENIZER = TextTokenizer
            .open(Path.of("..", "models", "facts", "tokenizer.json"));
    private final FactTasks tasks = new FactTasks(Grammar.standard(), word -> TOKENIZER.idOfWord(word).orElse(-1),
            true);

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    @Test
    void aFactIsItsWordsAlsoAtTheVeryBeginningOfAText() {
        assertThat(tasks.facts()).allSatisfy(fact -> {
            assertThat(TOKENIZER.encode(fact.text())).isEqualTo(fact.tokens());
            assertThat(TOKENIZER.encode(fact.question())).isEqualTo(fact.questionTokens());
            assertThat(TOKENIZER.encode(" " + fact.place())).containsExactly(fact.answer());
        });
    }

    @Test
    void fillerWrittenAsTextIsReadAsTheTokensThatItWas() throws IOException {
        var noise = new int[100_000];
        tasks.noise(1).fill(noise, 0, noise.length);
        var text = TOKENIZER.decode(noise);

        var read = IntStream.builder();
        TOKENIZER.encode(new StringReader(text), read::add);

        assertThat(read.build().toArray()).isEqualTo(noise);
        assertThat(new FillerParser(true).parse(text.substring(1) + " ")).hasSizeGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {" größe 日本 😀\u0000\u007f", " \t\r\n", " Mary, MARY; mary's <unk> <pad>", " \uFFFD\u200D"})
    void anyTextIsReadWithoutLoss(String text) {
        assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(text);
    }

    @Test
    void theVocabularyIsSmall() {
        assertThat(TOKENIZER.vocabularySize()).isEqualTo(728);
    }
}
