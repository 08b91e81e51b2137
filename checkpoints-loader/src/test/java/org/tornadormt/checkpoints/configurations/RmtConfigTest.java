package org.tornadormt.checkpoints.configurations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;

class RmtConfigTest {
    @TempDir
    Path folder;

    @Test
    void readsTheFile() {
        assertThat(read("{\"num_mem_tokens\": 4, \"segment_size\": 32, \"segment_alignment\": \"left\"}"))
                .isEqualTo(new RmtConfig(4, 32, Alignment.LEFT));
    }

    @ParameterizedTest
    @EnumSource(Alignment.class)
    void readsWhatItWrites(Alignment alignment) {
        var config = new RmtConfig(0, 1, alignment);
        Path file = folder.resolve(RmtConfig.FILE_NAME);
        config.write(file);
        assertThat(RmtConfig.read(file)).isEqualTo(config);
    }

    @Test
    void keepsAMemoryThatIsNotWrittenAtTheEnd() {
        var config = new RmtConfig(4, 32, Alignment.LEFT, false);
        Path file = folder.resolve(RmtConfig.FILE_NAME);
        config.write(file);
        assertThat(RmtConfig.read(file)).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"segment_size": 1, "segment_alignment": "left"} | "num_mem_tokens" is missing
            {"num_mem_tokens": 1, "segment_alignment": "left"} | "segment_size" is missing
            {"num_mem_tokens": 1, "segment_size": 1} | "segment_alignment" is missing
            {"num_mem_tokens": -1, "segment_size": 1, "segment_alignment": "left"} | num_mem_tokens must be 0 or more
            {"num_mem_tokens": 1, "segment_size": 0, "segment_alignment": "left"} | segment_size must be 1 or more
            {"num_mem_tokens": 1.5, "segment_size": 1, "segment_alignment": "left"} | must be a whole number, found 1.5
            {"num_mem_tokens": 1, "segment_size": 1, "segment_alignment": "LEFT"} | or center, found "LEFT"
            {"num_mem_tokens": 1, "segment_size": 1, "segment_alignment": "x"} | left or right or center, found "x"
            {"num_mem_tokens": 1, "segment_size": 1, "segment_alignment": "left", "k2": 2}| unknown option "k2"; known
            """)
    void refusesWhatIsMissingOrOutOfRangeOrUnknown(String json, String problem) {
        assertRefused(() -> read(json), folder.resolve(RmtConfig.FILE_NAME) + ": ", problem);
    }

    private RmtConfig read(String json) {
        try {
            return RmtConfig.read(Files.writeString(folder.resolve(RmtConfig.FILE_NAME), json));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
