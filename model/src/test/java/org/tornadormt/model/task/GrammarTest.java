package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {
    @TempDir
    private Path folder;

    private static String standardJson() throws IOException {
        try (var json = Grammar.class.getResourceAsStream("grammar.json")) {
            return new String(json.readAllBytes()).replaceAll("\\s*\\n\\s*", "");
        }
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("mine.json"), json);
    }

    @Test
    void wordsComeInTheOrderOfTheVocabularyOfTheTrainedModel() {
        var tokenizer = new FactsTokenizer();
        var grammar = Grammar.standard();

        var ids = Stream.of(grammar.names(), grammar.places(), grammar.directions(), grammar.otherNames(),
                grammar.otherPlaces(), grammar.beings(), grammar.nouns(), grammar.adjectives(), grammar.verbs(),
                grammar.intransitiveVerbs(), grammar.adverbs(), grammar.prepositions(), grammar.pronouns())
                .flatMap(List::stream).map(tokenizer::id).toList();

        // 23 words of sentence structure come before them.
        assertThat(ids).isEqualTo(IntStream.range(23, tokenizer.size()).boxed().toList());
    }

    @Test
    void aFileIsReadAsItIs() throws IOException {
        var grammar = Grammar.read(file(standardJson().replace("\"quiet\"", "\"noisy\"")));

        assertThat(grammar.adjectives()).contains("noisy").doesNotContain("quiet");
        assertThat(grammar.actions()).containsExactly("moved", "went", "went back", "journeyed", "travelled");
        assertThat(grammar.easyFiller()).hasSize(11).startsWith(new FillerTemplate(10, "the ADJ NOUN was ADJ ."));
        assertThat(grammar.hardFiller()).hasSize(10);
    }

    /** Each row: text of the file, what it becomes, what the error says. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            "names":["mary",          ; "names":["mary","mary",      ; 'mary' in 'names' occurs twice
            "names":["mary",          ; "names":["mary ann",         ; 'mary ann' in 'names' is not one lower-case word
            "names":["mary",          ; "names":[null,               ; 'null' in 'names' is not one lower-case word
            "nouns":["book",          ; "nouns":["Book",             ; 'Book' in 'nouns' is not lower-case words
            "nouns":["book",          ; "nouns":["book  end",        ; 'book  end' in 'nouns' is not lower-case words
            "places":["bathroom",     ; "places":["big room",        ; 'big room' in 'places' is not one lower-case word
            "places":["bathroom",     ; "places":["mary",            ; 'mary' in 'places' is also in names
            "otherNames":["peter",    ; "otherNames":["mary",        ; 'mary' in 'names' occurs in the filler 'mary'
            "otherPlaces":["castle",  ; "otherPlaces":["big office", ; 'office' in 'places' occurs in the filler 'big
            "directions":[            ; "directionz":[               ; 'directions' is missing or empty
            "directions":[            ; "more":[],"directions":[     ; unknown key 'more'; known are [names, actions,
            "directions":[            ; "nouns":[                    ; Duplicate field 'nouns'
            [10,"the ADJ NOUN was ADJ ; [0,"the ADJ NOUN was ADJ     ; has the weight 0; give 1 or more
            [10,"the ADJ NOUN was ADJ ; [1.5,"the ADJ NOUN was ADJ   ; Cannot coerce Floating-point value (1.5)
            [10,"the ADJ NOUN was ADJ ; ["ten","the ADJ NOUN was ADJ ; Cannot coerce
            [10,"the ADJ NOUN was ADJ ; [10,"the ADV2 NOUN was ADJ   ; unknown slot ADV2; known are [ADJ, NOUN
            [10,"the ADJ NOUN was ADJ ; [10,"the mary NOUN was ADJ   ; 'mary' in 'names' occurs in the filler 'the mary
            [10,"the ADJ NOUN was ADJ ; [10,"the  ADJ NOUN was ADJ   ; must be words with one space between them
            the ADJ NOUN was ADJ .    ; the ADJ NOUN was ADJ         ; must be words with one space between them
            NAME VERB the PLACE .     ; NAME ACT to the PLACE .      ; can state a fact; filler must not
            NAME VERB the PLACE .     ; so NAME went to the PLACE .  ; can state a fact; filler must not
            """)
    void whatIsWrongIsNamed(String text, String becomes, String error) throws IOException {
        var json = standardJson().replaceAll("\\s*([:,\\[\\]])\\s*(?=\")", "$1");
        assertThat(json).contains(text);
        var file = file(json.replace(text, becomes));

        assertThatThrownBy(() -> Grammar.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContaining(error).message().doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {}           ; 'names' is missing or empty
            {"names":[]} ; 'names' is missing or empty
            null         ; holds no grammar
            ``           ; No content to map
            {"names"     ; Unexpected end-of-input
            {} {}        ; is missing or empty
            """)
    void whatIsNoGrammarIsRefused(String json, String error) throws IOException {
        var file = file(json);

        assertThatThrownBy(() -> Grammar.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContaining(error).message().doesNotContain("\n");
    }

    @Test
    void textAfterTheGrammarIsRefused() throws IOException {
        var file = file(standardJson() + "{}");

        assertThatThrownBy(() -> Grammar.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Trailing token");
    }
}
