package org.tornadormt.checkpoints.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubModelTest {

    @Test
    void aNameAloneIsTheBranchMain() {
        assertThat(HubModel.parse("openai-community/gpt2")).isEqualTo(new HubModel("openai-community", "gpt2", "main"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b@v1.0", "RMT.1/x_2.b-3@refs/pr/1", "a/b@0123456789abcdef0123456789abcdef01234567"})
    void whatIsWrittenIsWhatIsRead(String text) {
        assertThat(HubModel.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "/a/b", "a/b/c", "a/", "/b", "../b", "a/..", "a/.b", "-a/b", "a/b.", "a..b/c",
        "a--b/c", "a/b.git", "a\\b/c", "C:/b", "a b/c", "a/b@", "a/b@../x", "a/b@/x", "a/b@x/", "a/b@x//y", "a/b@.x",
        "a/b@x y", "a/b@-x", "a/b@x\\y", "a/b@x@y", "", "@x"})
    void whatLeadsOutOfAFolderOrIsNoNameOfTheHubIsRefused(String text) {
        assertRefused(() -> HubModel.parse(text), "is not ");
        assertThat(HubModel.ifNamed(text)).isEmpty();
    }

    @Test
    void aRefusalShowsHowANameLooks() {
        assertRefused(() -> HubModel.parse("gpt2"), "\"gpt2\"", "ORG/NAME@REVISION", "openai-community/gpt2");
        assertRefused(() -> HubModel.parse("a/b@x y"), "\"x y\" is not a revision", "of a/b");
    }
}
