package org.tornadormt.checkpoints.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import ai.djl.util.Utils;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTokenizerTest {
    @TempDir
    Path folder;

    @Test
    void encodesWords() {
        try (var tokenizer = open(TokenizerFiles.wordLevel())) {
            assertThat(tokenizer.encode("foo bar. qux\nfoo")).containsExactly(4, 5, 6, 1, 4);
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.decode(new int[]{4, 0, 5})).isEqualTo("foo <pad> bar");
        }
    }

    @Test
    void encodesBytesWithMerges() {
        try (var tokenizer = open(TokenizerFiles.byteLevel())) {
            // By hand: "foo" and " foo" are merged words; "!!" is merged; "\n" is Ċ, the letter of byte 10.
            int foo = tokenizer.idOf("foo").orElseThrow();
            int spaceFoo = tokenizer.idOf("Ġfoo").orElseThrow();
            int twice = tokenizer.idOf("!!").orElseThrow();
            assertThat(tokenizer.encode("foo foo!!\n")).containsExactly(foo, spaceFoo, twice, 10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo  bar\n\n!", "größe 日本 😀\u0000", " leading and trailing ", "a<|end|>b", "\r\n\t"})
    void decodesBytesToTheSameText(String text) {
        try (var tokenizer = open(TokenizerFiles.byteLevel())) {
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void doesNotCutAtTheLengthAtWhichDjlCutsByDefault() throws IOException {
        String text = "foo bar ".repeat(5000);
        try (var tokenizer = open(TokenizerFiles.wordLevel())) {
            assertThat(tokenizer.encode(text)).hasSize(10_000);
            var count = new AtomicInteger();
            tokenizer.encode(new StringReader(text), _ -> count.incrementAndGet());
            assertThat(count).hasValue(10_000);
        }
    }

    @Test
    void doesNotCutOrPadThoughTheFileAsksForIt() {
        ObjectNode tokenizerJson = TokenizerFiles.wordLevel();
        tokenizerJson.putObject("truncation").put("direction", "Right").put("max_length", 3)
                .put("strategy", "LongestFirst").put("stride", 0);
        ObjectNode padding = tokenizerJson.putObject("padding").put("direction", "Right").putNull("pad_to_multiple_of")
                .put("pad_id", 0).put("pad_type_id", 0).put("pad_token", "<pad>");
        padding.putObject("strategy").put("Fixed", 9);
        try (var tokenizer = open(tokenizerJson)) {
            assertThat(tokenizer.encode("a a a a a")).containsExactly(2, 2, 2, 2, 2);
        }
    }

    @Test
    void doesNotObeyATokenizerConfigBesideIt() throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"),
                "{\"model_max_length\": 2, \"add_prefix_space\": true, \"do_lower_case\": true}");
        try (var tokenizer = open(TokenizerFiles.byteLevel())) {
            assertThat(tokenizer.decode(tokenizer.encode("Foo BAR foo"))).isEqualTo("Foo BAR foo");
        }
    }

    @Test
    void addsNoSpecialTokens() {
        ObjectNode tokenizerJson = TokenizerFiles.wordLevel();
        ObjectNode template = tokenizerJson.putObject("post_processor").put("type", "TemplateProcessing");
        template.putArray("single").addObject().putObject("SpecialToken").put("id", "<pad>").put("type_id", 0);
        template.withArray("single").addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        template.putArray("pair").addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        template.withArray("pair").addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
        ObjectNode special = template.putObject("special_tokens").putObject("<pad>").put("id", "<pad>");
        special.putArray("ids").add(0);
        special.putArray("tokens").add("<pad>");
        try (var tokenizer = open(tokenizerJson)) {
            assertThat(tokenizer.encode("a b")).containsExactly(2, 3);
        }
    }

    @Test
    void knowsTheIdsOfModelAndAddedTokens() {
        try (var tokenizer = open(TokenizerFiles.byteLevel())) {
            assertThat(tokenizer.idOf("A")).hasValue('A');
            assertThat(tokenizer.idOf("<|end|>")).hasValue(267);
            assertThat(tokenizer.idOf("<|start|>")).isEmpty();
            assertThat(tokenizer.vocabularySize()).isEqualTo(268);
            assertThat(tokenizer.encode("<|end|>")).containsExactly(267);
        }
    }

    @Test
    void aWordIsTheTokenThatStandsInsideAText() {
        try (var tokenizer = open(TokenizerFiles.byteLevel())) {
            assertThat(tokenizer.idOfWord("foo")).isEqualTo(tokenizer.idOf("Ġfoo"))
                    .isNotEqualTo(tokenizer.idOf("foo"));
            assertThat(tokenizer.idOfWord("foofoo")).isEmpty();
            assertThat(tokenizer.unknownId()).isEmpty();
        }
    }

    @Test
    void aWordThatBecomesTheUnknownTokenHasNone() {
        try (var tokenizer = open(TokenizerFiles.wordLevel())) {
            assertThat(tokenizer.encode("qux")).containsExactly(1);
            assertThat(tokenizer.unknownId()).hasValue(1);
            assertThat(tokenizer.idOfWord("qux")).isEmpty();
            assertThat(tokenizer.idOfWord("foo")).hasValue(4);
        }
    }

    @Test
    void knowsTheIdsOfAUnigramModelByTheirPlace() {
        ObjectNode tokenizerJson = TokenizerFiles.wordLevel();
        ObjectNode model = tokenizerJson.putObject("model").put("type", "Unigram").put("unk_id", 1);
        for (String word : TokenizerFiles.WORDS) {
            model.withArray("vocab").addArray().add(word).add(-1.5);
        }
        try (var tokenizer = open(tokenizerJson)) {
            assertThat(tokenizer.idOf("foo")).hasValue(4);
            assertThat(tokenizer.encode("foo")).containsExactly(4);
            assertThat(tokenizer.vocabularySize()).isEqualTo(TokenizerFiles.WORDS.size());
        }
    }

    @Test
    void countsUpToTheLargestIdWhereIdsHaveGaps() {
        ObjectNode tokenizerJson = TokenizerFiles.wordLevel();
        TokenizerFiles.addToken(tokenizerJson, 50, "<far>");
        ((ObjectNode) tokenizerJson.path("model").path("vocab")).put("<far>", 50);
        try (var tokenizer = open(tokenizerJson)) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(51);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 11, Integer.MAX_VALUE})
    void refusesToDecodeAnIdThatItDoesNotHave(int id) {
        try (var tokenizer = open(TokenizerFiles.wordLevel())) {
            assertRefused(() -> tokenizer.decode(new int[]{4, id}), "tokenizer.json: has no token " + id
                    + "; its ids are 0 to 10");
        }
    }

    @Test
    void refusesATextThatItCannotEncode() {
        ObjectNode tokenizerJson = TokenizerFiles.wordLevel();
        ((ObjectNode) tokenizerJson.path("model")).put("unk_token", "<absent>");
        try (var tokenizer = open(tokenizerJson)) {
            assertRefused(() -> tokenizer.encode("foo qux"), "tokenizer.json: cannot encode the text (");
        }
    }

    @Test
    void encodesHalfACharacterLikeAnyUnknownOne() {
        try (var tokenizer = open(TokenizerFiles.wordLevel())) {
            assertThat(tokenizer.encode("a \ud83d b")).containsExactly(2, 1, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"model\": {}}", "{\"model\": {\"vocab\": {}}}",
        "{\"model\": {\"type\": \"WordLevel\", \"unk_token\": \"a\", \"vocab\": {\"a\": -1}}}",
        "{\"model\": {\"type\": \"WordLevel\", \"unk_token\": \"a\", \"vocab\": {\"a\": \"0\"}}}",
        "{\"model\": {\"type\": \"Quantum\", \"unk_token\": \"a\", \"vocab\": {\"a\": 0}}}",
        "{\"model\": {\"type\": \"WordLevel\", \"unk_token\": \"a\", \"vocab\": {\"a\": 0, \"a\": 1}}}"})
    void refusesAMalformedFile(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), content);
        assertRefused(() -> TextTokenizer.open(file).close(), file.toString());
    }

    @Test
    void refusesAMissingFile() {
        Path file = folder.resolve("tokenizer.json");
        assertRefused(() -> TextTokenizer.open(file), "Cannot read " + file + ": it does not exist");
    }

    @Test
    void downloadsNothing() {
        open(TokenizerFiles.wordLevel()).close();
        assertThat(Utils.isOfflineMode()).isTrue();
    }

    @Test
    void passesAReadErrorOn() {
        var broken = new Reader() {
            @Override
            public int read(char[] target, int offset, int length) throws IOException {
                throw new IOException("unplugged");
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        try (var tokenizer = open(TokenizerFiles.wordLevel())) {
            assertThatThrownBy(() -> tokenizer.encode(broken, _ -> {})).isInstanceOf(IOException.class)
                    .hasMessage("unplugged");
        }
    }

    @Test
    void holdsAPieceOfALongTextAndNotAllOfIt() throws IOException {
        var read = new AtomicInteger();
        var largestLead = new AtomicInteger();
        var ids = new AtomicInteger();
        // A text of 2 million characters that is made while it is read, 4 characters and one id a word.
        var endless = new Reader() {
            @Override
            public int read(char[] target, int offset, int length) {
                if (read.get() == 2_000_000) {
                    return -1;
                }
                int count = Math.min(length, 2_000_000 - read.get());
                for (int i = 0; i < count; i++) {
                    target[offset + i] = "foo ".charAt((read.get() + i) % 4);
                }
                read.addAndGet(count);
                return count;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        try (var tokenizer = open(TokenizerFiles.wordLevel())) {
            tokenizer.encode(endless, _ -> largestLead.accumulateAndGet(read.get() - 4 * ids.incrementAndGet(),
                    Math::max));
        }
        assertThat(ids).hasValue(500_000);
        assertThat(largestLead.get()).isLessThan(1 << 17);
    }

    private TextTokenizer open(ObjectNode tokenizer) {
        return TextTokenizer.open(TokenizerFiles.write(folder, tokenizer));
    }
}
