package org.tornadormt.checkpoints.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The folders are those that Python's huggingface_hub takes with the same variables. */
class HubEnvironmentTest {

    private static HubEnvironment with(String... variables) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            map.put(variables[i], variables[i + 1]);
        }
        return HubEnvironment.of(map);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void theCacheIsInTheHomeFolder() {
        assertThat(with("HOME", "/home/me").cacheFolder()).isEqualTo(Path.of("/home/me/.cache/huggingface/hub"));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void eachVariableWinsOverTheOneThatIsLessSpecific() {
        assertThat(with("HOME", "/h", "XDG_CACHE_HOME", "/x").cacheFolder()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(with("HOME", "/h", "XDG_CACHE_HOME", "/x", "HF_HOME", "/hf").cacheFolder())
                .isEqualTo(Path.of("/hf/hub"));
        assertThat(with("HOME", "/h", "HF_HOME", "/hf", "HF_HUB_CACHE", "/c").cacheFolder()).isEqualTo(Path.of("/c"));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aTildeIsTheHomeFolder() {
        assertThat(with("HOME", "/h", "HF_HOME", "~/hf").cacheFolder()).isEqualTo(Path.of("/h/hf/hub"));
        assertThat(with("HOME", "/h", "HF_HUB_CACHE", "~").cacheFolder()).isEqualTo(Path.of("/h"));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "true, true", "Yes, true", "ON, true", "0, false", "false, false", "'', false"})
    void offlineIsWhatPythonTakesForTrue(String value, boolean offline) {
        assertThat(with("HF_HUB_OFFLINE", value).offline()).isEqualTo(offline);
    }

    @Test
    void theHubIsHuggingFaceOrTheOneThatIsNamed() {
        assertThat(with().endpoint()).hasToString("https://huggingface.co");
        assertThat(with("HF_ENDPOINT", "https://mirror.example.org/hub/").endpoint())
                .hasToString("https://mirror.example.org/hub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror.example.org", "ftp://x", "https://me:confidential@x", "https://", "not an address",
        "https://x?token=confidential"})
    void anEndpointThatIsNoneIsRefusedAndNotShown(String value) {
        assertRefused(() -> with("HF_ENDPOINT", value).endpoint(), "HF_ENDPOINT is not the address of a hub");
        assertThat(catchThrowable(() -> with("HF_ENDPOINT", value).endpoint())).message()
                .doesNotContain("confidential");
    }
}
