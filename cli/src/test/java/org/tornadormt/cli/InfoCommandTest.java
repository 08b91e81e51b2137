package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {

    @Test
    void showsADecoderWithMemory() {
        RmtRun run = RmtRun.of("info", Fixtures.GPT2).fine();

        assertThat(run.out()).containsPattern("(?m)^family +gpt2$").containsPattern("(?m)^variant +MEMORY_CELL$")
                .containsPattern("(?m)^vocabulary size +67$").containsPattern("(?m)^num layers +3$")
                .containsPattern("(?m)^activation +gelu tanh$").containsPattern("(?m)^segment size +8$")
                .containsPattern("(?m)^alignment +left$").containsPattern("(?m)^positions used +14 of 40$")
                .containsPattern("(?m)^largest segment +34$")
                .containsPattern("(?m)^positions numbered +in the order of the rows \\(profile reference\\)$")
                .containsPattern("(?m)^memory vectors +3 \\(trained\\)$").containsPattern("(?m)^stored as +F32$")
                .containsPattern("(?m)^tokenizer +none: .*--ids");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void saysHowWeightsAreHeld() {
        Path bfloat16 = Fixtures.GPT2.resolveSibling("gpt2-bf16");
        assertThat(RmtRun.of("info", bfloat16).fine().out())
                .containsPattern("(?m)^stored as +BF16$")
                .containsPattern("(?m)^bytes in memory +([\\d,]+) \\(float32 \\1\\)$");
        assertThat(RmtRun.of("info", bfloat16, "--weights", "stored").fine().out())
                .containsPattern("(?m)^bytes in memory +[\\d,]+ \\(float32 [\\d,]+, bfloat16 [\\d,]+\\)$");
    }

    @Test
    void showsAnotherNumberingOfPositions() {
        assertThat(RmtRun.of("info", Fixtures.GPT2, "--profile-name", "kotshinz").fine().out()).containsPattern(
                "(?m)^positions numbered +read block, write block, tokens \\(profile kotshinz\\)$");
    }

    @Test
    void countsTheParametersOfADecoder() {
        long h = 24;
        long tokens = 67;
        long positions = 40;
        long layers = 3;
        long memory = 3;
        // A GPT-2 block has 12 h^2 weights and 13 h biases and norm parameters, the final norm 2 h; the head is tied.
        long expected = (tokens + positions + memory) * h + layers * (12 * h * h + 13 * h) + 2 * h;

        assertThat(RmtRun.of("info", Fixtures.GPT2).fine().out())
                .containsPattern("(?m)^parameters +" + String.format(Locale.ROOT, "%,d", expected) + "$");
    }

    @Test
    void countsTheParametersOfAnEncoder() {
        long h = 24;
        long inner = 40;
        long tokens = 29;
        long memory = 3;
        long positions = 32;
        long types = 2;
        long layers = 2;
        long labels = 6;
        // A BERT block has four h x h maps, two h x inner maps and two norms; then there are pooler and classifier.
        long block = 4 * (h * h + h) + 2 * h * inner + inner + h + 4 * h;
        long expected = (tokens + memory + positions + types) * h + 2 * h + layers * block + h * h + h + labels * h
                + labels;

        assertThat(RmtRun.of("info", Fixtures.BERT).fine().out())
                .containsPattern("(?m)^parameters +" + String.format(Locale.ROOT, "%,d", expected) + "$");
    }

    @Test
    void optionsChangeWhatIsShown() {
        RmtRun run = RmtRun
                .of("info", Fixtures.GPT2_PLAIN, "--mem-tokens", 4, "--segment-size", 16, "--alignment", "center")
                .fine();

        assertThat(run.out()).containsPattern("(?m)^variant +PLAIN$").containsPattern("(?m)^segment size +16$")
                .containsPattern("(?m)^alignment +center$")
                .containsPattern("(?m)^memory vectors +4 \\(random, not trained\\)$");
    }

    @Test
    void showsTheTokenizer(@TempDir Path folder) {
        assertThat(RmtRun.of("info", Fixtures.random(Fixtures.WORDS, folder.resolve("words"))).fine().out())
                .containsPattern("(?m)^tokenizer +tokenizer.json, 177 tokens$").containsPattern("(?m)^stored as +F32$");
    }
}
