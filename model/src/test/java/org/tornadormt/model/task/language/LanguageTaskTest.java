package org.tornadormt.model.task.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.model.task.TaskText;

class LanguageTaskTest {
    private static final int TOKENS = 20;

    @TempDir
    private Path folder;

    @Test
    void everyTokenIsTheTargetOfTheOneBeforeItAcrossTheBorderOfSegmentsToo() {
        LanguageTask task = counting("a.txt", 0);
        Set<Integer> beginnings = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            TaskText text = task.text(3, 4, seed);
            int token = text.segments().getFirst()[0];
            beginnings.add(token);
            for (int s = 0; s < 3; s++) {
                for (int i = 0; i < 4; i++) {
                    assertThat(text.segments().get(s)[i]).isEqualTo(token);
                    token++;
                    assertThat(text.targets().get(s)[i]).isEqualTo(token);
                }
            }
        }
        // The last text begins at 7, and its last target is 19.
        assertThat(beginnings).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void itIsMeasuredWithItsValidationIfThereIsOne() {
        LanguageTask task = counting("a.txt", 0);
        LanguageTask other = counting("b.txt", 100);

        assertThat(task.measured()).isSameAs(task);
        assertThat(task.measuredWith(other).measured().text(1, TOKENS - 1, 5).segments().getFirst()).startsWith(100,
                101);
        assertThat(task.measuredWith(other).text(1, TOKENS - 1, 5).segments().getFirst()).startsWith(0, 1);
    }

    @Test
    void aFileThatIsTooShortIsNamed() {
        assertThatThrownBy(() -> counting("a.txt", 0).text(4, 5, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a.txt: 20 tokens are too few for a text of 4 segments of 5 and the token behind it; give a"
                        + " longer file, or ask for fewer or shorter segments");
    }

    @Test
    void idsOfAnySizeComeBackFromTheFile() {
        Path file = folder.resolve("ids");
        int[] ids = {0, 1, 255, 256, 65_535, 65_536, 16_777_216, Integer.MAX_VALUE};
        TokenFile.write(file, piece -> {
            piece.accept(ids);
            piece.accept(new int[]{7});
        });

        assertThat(file).binaryContent().hasSize(36).endsWith(7, 0, 0, 0);
        assertThat(TokenFile.open(file).size()).isEqualTo(9);
        assertThat(TokenFile.open(file).ids(2, 7)).containsExactly(255, 256, 65_535, 65_536, 16_777_216,
                Integer.MAX_VALUE, 7);
    }

    @Test
    void aFileThatCannotBeWrittenOrReadIsAnError() throws IOException {
        Path file = folder.resolve("ids");
        assertThatThrownBy(() -> TokenFile.write(file, piece -> {
            piece.accept(new int[]{1});
            throw new IOException("the text ends in the middle of a letter");
        })).isInstanceOf(CheckpointException.class).hasMessageContaining("the text ends in the middle of a letter");

        assertThat(Files.list(folder)).isEmpty();
        assertThatThrownBy(() -> TokenFile.open(file)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString());
    }

    private LanguageTask counting(String name, int first) {
        Path file = folder.resolve(name + ".tokens");
        TokenFile.write(file, piece -> piece.accept(IntStream.range(first, first + TOKENS).toArray()));
        return new LanguageTask(name, TokenFile.open(file), first + TOKENS);
    }
}
