package org.tornadormt.checkpoints.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoraConfigTest {
    @TempDir
    Path folder;

    @Test
    void readsTheStrengthOfTheAdapters() throws IOException {
        LoraConfig config = read("\"lora_alpha\": 32, \"r\": 16, \"use_rslora\": true, \"fan_in_fan_out\": false");
        assertThat(config).isEqualTo(new LoraConfig(folder.resolve("adapter_config.json"), 32, OptionalInt.of(16), true,
                Optional.of(false)));
        assertThat(config.scale(16)).isEqualTo(8);
        assertThat(read("\"lora_alpha\": 32").scale(16)).isEqualTo(2);
    }

    @Test
    void saysWhichFileAndKeyAreMissing() {
        assertRefused(() -> LoraConfig.read(folder, "x.lora_A.weight"), folder + ": ", "tensor x.lora_A.weight",
                "add a file adapter_config.json with the key \"lora_alpha\"");
        assertRefused(() -> read("\"r\": 1"), folder.resolve("adapter_config.json")
                + ": option \"lora_alpha\" must be the number that the adapters were trained with, found nothing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "lora_alpha": "16"                                | option "lora_alpha" must be the number
            "lora_alpha": 1, "r": 1.5                         | option "r" must be a whole number, found 1.5
            "lora_alpha": 1, "use_rslora": 1                  | option "use_rslora" must be true or false, found 1
            "lora_alpha": 1, "fan_in_fan_out": "no"           | option "fan_in_fan_out" must be true or false
            "lora_alpha": 1, "peft_type": "ADALORA"           | option "peft_type" must be "LORA", found "ADALORA"
            "lora_alpha": 1, "use_dora": true                 | option "use_dora" is not supported
            "lora_alpha": 1, "alpha_pattern": {"q_proj": 2}   | option "alpha_pattern" is not supported
            "lora_alpha": 1, "alora_invocation_tokens": [1]   | option "alora_invocation_tokens" is not supported
            """)
    void refusesWhatWouldChangeTheNumbers(String options, String problem) {
        assertRefused(() -> read(options), folder.resolve("adapter_config.json") + ": ", problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"alpha_pattern\": {}", "\"use_dora\": false", "\"arrow_config\": null",
        "\"rank_pattern\": {\"q_proj\": 1}, \"r\": 8", "\"peft_type\": \"LORA\", \"fan_in_fan_out\": null"})
    void readsWhatPeftWritesByDefault(String options) throws IOException {
        assertThat(read("\"lora_alpha\": 3, " + options)).isEqualTo(new LoraConfig(
                folder.resolve("adapter_config.json"), 3, OptionalInt.empty(), false, Optional.empty()));
    }

    private LoraConfig read(String options) throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), "{" + options + "}");
        return LoraConfig.read(folder, "x.lora_A.weight");
    }
}
