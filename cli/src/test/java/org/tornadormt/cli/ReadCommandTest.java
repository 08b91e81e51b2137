package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;

class ReadCommandTest {
    private static final String SENTENCE = "mary went to the bathroom . john moved to the hallway . ";

    @TempDir
    private Path folder;

    private String text;
    private Path inOneGo;

    @BeforeEach
    void readInOneGo() throws IOException {
        text = SENTENCE.repeat(20).strip();
        inOneGo = folder.resolve("one.memory");
        Path file = Files.writeString(folder.resolve("text.txt"), text);
        RmtRun.of("read", Fixtures.FACTS, "--input", file, "--memory-out", inOneGo).fine();
    }

    /** Cut inside a segment, at the end of a segment (32 words), and after the first word. */
    @ParameterizedTest
    @ValueSource(ints = {100, 32, 1})
    void twoPiecesGiveTheMemoryOfOneGoBitForBit(int firstWords) {
        String[] words = text.split(" ");
        String first = String.join(" ", Arrays.copyOf(words, firstWords));
        String rest = String.join(" ", Arrays.copyOfRange(words, firstWords, words.length));
        Path part = folder.resolve("part.memory");
        Path both = folder.resolve("both.memory");

        RmtRun.withInput(first, "read", Fixtures.FACTS, "--input", "-", "--memory-out", part).fine();
        RmtRun.withInput(rest, "read", Fixtures.FACTS, "--input", "-", "--memory", part, "--memory-out", both).fine();

        assertThat(both).hasSameBinaryContentAs(inOneGo);
    }

    @Test
    void idsGiveTheMemoryOfTheirText() {
        Path ofIds = folder.resolve("ids.memory");
        try (TextTokenizer tokenizer = TextTokenizer.open(Fixtures.FACTS.resolve("tokenizer.json"))) {
            StringBuilder ids = new StringBuilder();
            for (int id : tokenizer.encode(text)) {
                ids.append(id).append('\n');
            }
            RmtRun.withInput(ids.toString(), "read", Fixtures.FACTS, "--ids", "-", "--memory-out", ofIds).fine();
        }

        assertThat(ofIds).hasSameBinaryContentAs(inOneGo);
    }

    @Test
    void theMemoryIsThatOfTheForwardPass() {
        Path memory = folder.resolve("gpt2.memory");
        Path numbers = folder.resolve("gpt2.safetensors");
        String ids = Fixtures.words(Fixtures.forward(Fixtures.GPT2, "left").get("ids"));

        RmtRun.withInput(ids, "read", Fixtures.GPT2, "--ids", "-", "--memory-out", memory).fine();
        RmtRun.withInput(ids, "forward", Fixtures.GPT2, "--ids", "-", "--out", numbers).fine();

        try (SafetensorsFile read = SafetensorsFile.open(memory);
                SafetensorsFile forward = SafetensorsFile.open(numbers)) {
            assertThat(read.tensor("memory").toFloats())
                    .containsExactly(forward.tensor("memory").rows(3, 4).toFloats());
        }
    }

    @Test
    void reportsWhatItRead() {
        RmtRun run = RmtRun.of("read", Fixtures.FACTS, "--input", folder.resolve("text.txt"), "--memory-out",
                folder.resolve("again.memory")).fine();

        // 20 sentences of 12 tokens in segments of 32.
        assertThat(run.out()).containsPattern("(?m)^tokens +240$").containsPattern("(?m)^segments +8$")
                .containsPattern("(?m)^tokens/s +\\d+$").containsPattern("(?m)^device +jvm ")
                .containsPattern("(?m)^peak heap +\\d+ MiB");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void anEncoderReadsToo() {
        Path memory = folder.resolve("bert.memory");

        RmtRun run = RmtRun.withInput("4 5 6 7 8 9 10 11 12 13", "read", Fixtures.BERT, "--ids", "-", "--memory-out",
                memory, "--alignment", "left").fine();

        assertThat(run.err()).isEmpty();
        try (SafetensorsFile file = SafetensorsFile.open(memory)) {
            assertThat(file.tensor("memory").shape()).containsExactly(3L, 24L);
        }
    }

    @Test
    void anAlignmentThatAStreamCannotHaveIsWrongUsage() {
        RmtRun.of("read", Fixtures.BERT, "--ids", "-", "--memory-out", folder.resolve("x.memory"), "--alignment",
                "right")
                .isWrongUsage("--alignment right", "left");
    }

    @Test
    void theAlignmentOfTheModelIsNotChangedInSilence() {
        RmtRun run = RmtRun.withInput("4 5 6", "read", Fixtures.BERT, "--ids", "-", "--memory-out",
                folder.resolve("bert.memory")).fine();

        assertThat(run.err()).startsWith("rmt: warning: the model has alignment right");
        assertThat(run.err().lines()).hasSize(1);
    }
}
