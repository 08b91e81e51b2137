package org.tornadormt.checkpoints.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.tornadormt.checkpoints.CheckpointException;

/** A text in pieces has the ids of the text in one. The whole is encoded by one call of the library, without pieces. */
class TextPiecesTest {
    private static final String LLAMA_3 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final List<Kind> KINDS = Stream.of(TokenizerFiles.wordLevel(), TokenizerFiles.byteLevel(),
            spaceInFront(), llama3(), metaspace(), bert(), spaceEatingToken()).map(TextPiecesTest::open).toList();

    /** A tokenizer and where its texts may be cut. */
    private record Kind(TextTokenizer tokenizer, CutPlaces places) {}

    @Property(tries = 3000)
    void piecesEqualTheWhole(@ForAll("kinds") Kind kind, @ForAll("texts") String text,
            @ForAll @IntRange(min = 1, max = 20) int pieceChars) {
        List<String> pieces = pieces(text, kind.places(), pieceChars);
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces.stream().flatMapToInt(piece -> IntStream.of(kind.tokenizer().encode(piece))).toArray())
                .isEqualTo(kind.tokenizer().encode(text));
    }

    @Property(tries = 300)
    void aReaderThatGivesFewCharactersAtATimeMakesTheSamePieces(@ForAll("texts") String text,
            @ForAll @IntRange(min = 1, max = 20) int pieceChars) {
        var slow = new StringReader(text) {
            @Override
            public int read(char[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 2));
            }
        };
        assertThat(pieces(slow, CutPlaces.LINES, pieceChars)).isEqualTo(pieces(text, CutPlaces.LINES, pieceChars));
    }

    @Example
    void cutsInFrontOfTheLastSpaceThatFollowsAWord() {
        assertThat(pieces("foo bar  baz qux", CutPlaces.SPACES, 12)).containsExactly("foo bar", "  baz qux");
        assertThat(pieces("foo\n bar", CutPlaces.SPACES, 5)).containsExactly("foo\n bar");
    }

    @Example
    void keepsAStretchWithoutASafePlaceTogether() {
        assertThat(pieces("foofoofoo\nbar", CutPlaces.SPACES, 2)).containsExactly("foofoofoo\nbar");
        assertThat(pieces("foofoofoo bar bar foo", CutPlaces.SPACES, 2)).containsExactly("foofoofoo bar", " bar",
                " foo");
    }

    @Example
    void leavesATextWholeThatMustNotBeCut() {
        assertThat(pieces("foo bar\nfoo", CutPlaces.NONE, 2)).containsExactly("foo bar\nfoo");
        assertThat(pieces("", CutPlaces.NONE, 2)).isEmpty();
    }

    @Example
    void cutsElsewhereWouldChangeTheIds() {
        TextTokenizer bytes = KINDS.get(1).tokenizer();
        assertThat(bytes.encode("foo foo")).isNotEqualTo(joined(bytes, "foo ", "foo"));
        TextTokenizer llama3 = KINDS.get(3).tokenizer();
        assertThat(llama3.encode("!\nfoo")).isNotEqualTo(joined(llama3, "!", "\nfoo"));
    }

    @Example
    void cutsInFrontOfLineBreaksWhereThatIsSafe() {
        assertThat(KINDS).extracting(Kind::places).containsExactly(CutPlaces.LINES, CutPlaces.LINES, CutPlaces.SPACES,
                CutPlaces.LINES_AFTER_WORDS, CutPlaces.SPACES, CutPlaces.LINES, CutPlaces.LINES);
        assertThat(pieces("foo!\r\nbar\n日本。\n日", CutPlaces.LINES, 3)).containsExactly("foo!", "\r\nbar", "\n日本。",
                "\n日");
        assertThat(pieces("foo!\nbar\nfoo", CutPlaces.LINES_AFTER_WORDS, 10)).containsExactly("foo!\nbar", "\nfoo");
    }

    @Example
    void refusesAStretchThatWouldTakeGigabytes() {
        Reader endless = new Reader() {
            @Override
            public int read(char[] target, int offset, int length) {
                Arrays.fill(target, offset, offset + length, 'x');
                return length;
            }

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> new TextPieces(endless, CutPlaces.LINES, 1 << 16).next())
                .isInstanceOf(CheckpointException.class).hasMessageContaining("more than 16,777,216 characters");
    }

    @Provide
    Arbitrary<Kind> kinds() {
        return Arbitraries.of(KINDS);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(" ", " ", "  ", "foo", "bar", "a", "b", "Foo", "!", ".", "'s", "42", "\n", "\r\n", "\t",
                "\u00a0", "\u3000", "\u0085", "é", "e\u0301", "\u0301", "日本", "😀", "\u0000", "<|end|>", "_", "ﬁ",
                "\u200d", "。").list().ofMaxSize(25).map(parts -> String.join("", parts));
    }

    private static int[] joined(TextTokenizer tokenizer, String one, String other) {
        return IntStream.concat(IntStream.of(tokenizer.encode(one)), IntStream.of(tokenizer.encode(other))).toArray();
    }

    private static List<String> pieces(String text, CutPlaces places, int pieceChars) {
        return pieces(new StringReader(text), places, pieceChars);
    }

    private static List<String> pieces(Reader text, CutPlaces places, int pieceChars) {
        try {
            var pieces = new TextPieces(text, places, pieceChars);
            var all = new ArrayList<String>();
            for (Optional<String> piece = pieces.next(); piece.isPresent(); piece = pieces.next()) {
                all.add(piece.get());
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Kind open(ObjectNode tokenizer) {
        try {
            Path folder = Files.createTempDirectory("test");
            Path file = TokenizerFiles.write(folder, tokenizer);
            TextTokenizer opened = TextTokenizer.open(file);
            Files.delete(file);
            Files.delete(folder);
            return new Kind(opened, CutRule.places(tokenizer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode spaceInFront() {
        ObjectNode tokenizer = TokenizerFiles.byteLevel();
        tokenizer.set("pre_tokenizer", TokenizerFiles.byteLevelStep(true, true));
        return tokenizer;
    }

    private static ObjectNode llama3() {
        ObjectNode tokenizer = TokenizerFiles.byteLevel();
        ObjectNode sequence = tokenizer.putObject("pre_tokenizer").put("type", "Sequence");
        sequence.withArray("pretokenizers").addObject().put("type", "Split").put("behavior", "Isolated")
                .put("invert", false).putObject("pattern").put("Regex", LLAMA_3);
        sequence.withArray("pretokenizers").add(TokenizerFiles.byteLevelStep(false, false));
        return tokenizer;
    }

    private static ObjectNode metaspace() {
        ObjectNode tokenizer = TokenizerFiles.wordLevel();
        tokenizer.putObject("pre_tokenizer").put("type", "Metaspace").put("replacement", "▁")
                .put("prepend_scheme", "first").put("split", true);
        ObjectNode vocabulary = (ObjectNode) tokenizer.path("model").path("vocab");
        for (String word : List.of("▁", "▁foo", "▁bar", "▁a", "▁b", "▁foobar", "▁!")) {
            vocabulary.put(word, vocabulary.size());
        }
        return tokenizer;
    }

    private static ObjectNode bert() {
        ObjectNode tokenizer = TokenizerFiles.wordLevel();
        ObjectNode normalizer = tokenizer.putObject("normalizer").put("type", "Sequence");
        normalizer.withArray("normalizers").addObject().put("type", "NFKC");
        normalizer.withArray("normalizers").addObject().put("type", "BertNormalizer").put("clean_text", true)
                .put("handle_chinese_chars", true).putNull("strip_accents").put("lowercase", true);
        tokenizer.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        return tokenizer;
    }

    private static ObjectNode spaceEatingToken() {
        ObjectNode tokenizer = TokenizerFiles.byteLevel();
        ((ObjectNode) tokenizer.path("added_tokens").path(0)).put("lstrip", true);
        return tokenizer;
    }
}
