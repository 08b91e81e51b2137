package org.tornadormt.checkpoints;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFileTest {
    @TempDir
    Path folder;

    @Test
    void readsAnObject() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), " {\"größe\": [1, 2.5, null]} \n");
        assertThat(JsonFile.read(file).path("größe").path(1).doubleValue()).isEqualTo(2.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "1", "\"text\"", "null"})
    void refusesWhatIsNotAnObject(String text) {
        assertRefused(() -> parse(text), "where: not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\"}", "{\"a\": 1} {}", "{\"a\": 1} x", "{\"a\": NaN}", "{\"a\": 01}", "{a: 1}"})
    void refusesWhatIsNotJson(String text) {
        assertRefused(() -> parse(text), "where: not valid JSON (");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1, \"a\": 2}", "{\"x\": {\"a\": 1, \"a\": 1}}"})
    void refusesAKeyThatStandsTwice(String text) {
        assertRefused(() -> parse(text), "where: not valid JSON (Duplicate field 'a'");
    }

    @Test
    void refusesNestingWithoutEnd() {
        assertRefused(() -> parse("{\"a\":" + "[".repeat(100_000)), "where: not valid JSON (");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertRefused(() -> JsonFile.parse("{\"größe\": 1}".getBytes(ISO_8859_1), "where"), "where: not UTF-8 text");
    }

    @Test
    void saysThatTheFileDoesNotExist() {
        Path file = folder.resolve("absent.json");
        assertRefused(() -> JsonFile.read(file), "Cannot read " + file + ": it does not exist");
    }

    @Test
    void saysThatTheFileIsAFolder() {
        assertRefused(() -> JsonFile.read(folder), "Cannot read " + folder + ": it is a folder");
    }

    @Test
    void refusesAnAbsurdlyLargeFileWithoutReadingIt() throws IOException {
        Path file = folder.resolve("large.json");
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(10L << 30);
        }
        assertRefused(() -> JsonFile.read(file), file.toString(), "too many for a JSON file");
    }

    @Test
    void keepsMessagesOnOneLineWhateverAFileNamesItsThings() {
        assertThat(new CheckpointException("a\nb\r\u001b[31m\u0085\u2028\u0000c")).hasMessage("a?b??[31m???c");
        assertThat(new CheckpointException("x".repeat(100_000)).getMessage()).hasSizeLessThan(1100);
    }

    private static void parse(String text) {
        JsonFile.parse(text.getBytes(UTF_8), "where");
    }
}
