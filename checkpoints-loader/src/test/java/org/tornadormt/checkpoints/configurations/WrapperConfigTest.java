package org.tornadormt.checkpoints.configurations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;

/** The model of KotShinZ's wrapper in the fixtures of the module model has such a file as Transformers writes it. */
class WrapperConfigTest {
    @TempDir
    Path folder;

    @Test
    void takesTheBackboneAndTheRecurrenceOutOfTheWrapper() {
        WrapperConfig read = read("""
                {"model_type": "rmt", "base_model_type": "gpt2", "is_memory_all": true, "max_n_segments": 4,
                 "num_mem_tokens": 8, "input_seg_len": 100, "output_seg_len": 50, "align": "right", "n_embd": 9,
                 "base_model_config": {"model_type": "gpt2", "n_embd": 3}}""");
        assertThat(read.recurrence()).contains(new RmtConfig(8, 100, Alignment.RIGHT));
        assertThat(read.backbone().modelType()).isEqualTo("gpt2");
        assertThat(read.backbone().integer("n_embd")).as("the wrapper lets base_model_config overrule").isEqualTo(3);
    }

    @Test
    void namesThatBeginOtherwiseAreFamilies() {
        for (String family : new String[]{"gpt2", "rmtx", "xrmt"}) {
            WrapperConfig read = read("{\"model_type\": \"" + family + "\"}");
            assertThat(read.recurrence()).isEqualTo(Optional.empty());
            assertThat(read.backbone().modelType()).isEqualTo(family);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "n_embd": 3 | no base_model_config: put the config.json of the backbone in its place
            "base_model_config": "gpt2" | "base_model_config" must be an object
            "base_model_config": {}, "input_seg_len": 1 | "num_mem_tokens" is missing
            "base_model_config": {}, "num_mem_tokens": 1 | "input_seg_len" is missing
            "base_model_config": {}, "num_mem_tokens": 1, "input_seg_len": 0 | segment_size must be 1 or more
            "base_model_config": {}, "num_mem_tokens": 1, "input_seg_len": 1, "align": "top" | center, found "top"
            "base_model_config": {}, "num_mem_tokens": 1, "input_seg_len": 1, "gate": 2 | unknown option "gate": 2
            """)
    void refusesWhatIsMissingOrOutOfRangeOrUnknown(String options, String problem) {
        for (String modelType : new String[]{"rmt", "rmt_gpt2"}) {
            assertRefused(() -> read("{\"model_type\": \"%s\", %s}".formatted(modelType, options)),
                    folder.resolve("config.json") + ": ", problem);
        }
    }

    private WrapperConfig read(String json) {
        try {
            return WrapperConfig.read(Files.writeString(folder.resolve("config.json"), json), Set.of());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
