package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;

class SourcesTest {
    private static final int VOCABULARY = 177;

    @TempDir
    private Path folder;

    private ByteInput input(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("input"), bytes);
        return ByteInput.open(file, Terminal.unwatched(new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()), System.in));
    }

    private ByteInput input(String text) throws IOException {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Characters of one to four bytes, read one char at a time or many, over the border of the reader's buffer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void utf8ComesOutAsItWentIn(int charsAtOnce) throws IOException {
        String text = "aé€😀".repeat(5000);
        StringBuilder read = new StringBuilder();
        try (Utf8Reader reader = new Utf8Reader(input(text))) {
            char[] chars = new char[charsAtOnce];
            for (int count = reader.read(chars); count >= 0; count = reader.read(chars)) {
                read.append(chars, 0, count);
            }
        }

        assertThat(read.toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 16_383, 16_384, 40_000})
    void whatIsNoUtf8IsFoundWhereItIs(int offset) throws IOException {
        byte[] bytes = new byte[offset + 2];
        Arrays.fill(bytes, (byte) 'x');
        bytes[offset] = (byte) 0xC3;
        ByteInput input = input(bytes);

        assertThatExceptionOfType(InputException.class).isThrownBy(() -> new Utf8Reader(input).readAllAsString())
                .withMessageContaining("byte " + offset + " is not UTF-8");
    }

    @Test
    void aTextThatEndsInsideACharacterIsNoUtf8() throws IOException {
        ByteInput input = input(new byte[]{'x', (byte) 0xE2, (byte) 0x82});

        assertThatExceptionOfType(InputException.class).isThrownBy(() -> new Utf8Reader(input).readAllAsString())
                .withMessageContaining("byte 1 is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16_384, 40_000})
    void aNulIsFoundWhereItIs(int offset) throws IOException {
        byte[] bytes = new byte[offset + 2];
        Arrays.fill(bytes, (byte) 'x');
        bytes[offset] = 0;
        ByteInput input = input(bytes);

        assertThatExceptionOfType(InputException.class).isThrownBy(() -> new Utf8Reader(input).readAllAsString())
                .withMessageContaining("byte " + offset + " is NUL");
    }

    @Test
    void idsMayBeSeparatedByAnyWhiteSpace() throws IOException {
        try (TokenSource source = new IdSource(input("\n 0 1\t2\r\n003\f4\u000B176\n"), VOCABULARY)) {
            assertThat(SessionReader.readAll(source)).containsExactly(0, 1, 2, 3, 4, 176);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.0", "1,2", "0x1", "+1", "é", "18446744073709551617000"})
    void whatIsNoIdIsRefused(String word) throws IOException {
        ByteInput input = input("7\n" + word + "\n8");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> SessionReader.readAll(new IdSource(input, VOCABULARY)))
                .withMessageContaining("line 2").withMessageContaining("is not a token id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"177", "2147483648", "18446744073709551617"})
    void idsBeyondTheVocabularyAreRefused(String word) throws IOException {
        ByteInput input = input(word);

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> SessionReader.readAll(new IdSource(input, VOCABULARY)))
                .withMessageContaining("token id " + word + " is not in the vocabulary");
    }

    @Test
    void aLongTextComesInPiecesWithTheTokensOfTheWhole() throws IOException {
        String text = "mary went to the bathroom . ".repeat(20_000);
        List<Integer> ids = new ArrayList<>();
        List<Long> expectedTotals = new ArrayList<>();
        try (TokenSource source = new TextSource(input(text), tokenizer(), VOCABULARY)) {
            source.forEachPiece((piece, expected) -> {
                Arrays.stream(piece).forEach(ids::add);
                expectedTotals.add(expected);
            });
        }

        try (TextTokenizer tokenizer = tokenizer()) {
            assertThat(ids).hasSize(120_000).containsExactlyElementsOf(
                    Arrays.stream(tokenizer.encode(text)).boxed().toList());
        }
        assertThat(expectedTotals).hasSizeGreaterThan(2);
        assertThat(expectedTotals.getLast()).isEqualTo(120_000);
        // The tokens of a piece are compared with bytes up to the end of what was read, which may be one piece further.
        assertThat(expectedTotals).allSatisfy(total -> assertThat(total).isBetween(90_000L, 120_000L));
    }

    private static TextTokenizer tokenizer() {
        return TextTokenizer.open(Fixtures.WORDS.resolve("tokenizer.json"));
    }
}
