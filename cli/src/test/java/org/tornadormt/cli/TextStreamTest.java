package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;

class TextStreamTest {
    /** Tokens that are single bytes, as GPT-2 writes them: Ã = C3, © = A9, Ġ = space. */
    private static final String BYTES = """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
             "post_processor": null,
             "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
             "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": "",
              "end_of_word_suffix": "", "fuse_unk": false, "byte_fallback": false,
              "vocab": {"c": 0, "a": 1, "f": 2, "Ã": 3, "©": 4, "Ġ": 5}, "merges": []}}
            """;

    private static List<String> stream(TextTokenizer tokenizer, int... ids) {
        List<String> parts = new ArrayList<>();
        TextStream stream = new TextStream(tokenizer, parts::add);
        for (int id : ids) {
            stream.accept(id);
        }
        stream.end();
        return parts;
    }

    @Test
    void aCharacterIsHandedOutWhenItIsComplete(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), BYTES);
        try (TextTokenizer tokenizer = TextTokenizer.open(file)) {
            assertThat(stream(tokenizer, 0, 1, 2, 3, 4, 5, 0)).containsExactly("c", "a", "f", "é", " ", "c");
        }
    }

    @Test
    void aCharacterThatIsNeverCompleteComesAtTheEnd(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), BYTES);
        try (TextTokenizer tokenizer = TextTokenizer.open(file)) {
            assertThat(stream(tokenizer, 0, 3)).containsExactly("c", "\uFFFD");
        }
    }

    @Test
    void wordsKeepTheSpacesThatOnlyTheTextBetweenThemHas() {
        try (TextTokenizer tokenizer = TextTokenizer.open(Fixtures.WORDS.resolve("tokenizer.json"))) {
            int[] ids = tokenizer.encode("mary went to the garden .");

            assertThat(stream(tokenizer, ids)).containsExactly("mary", " went", " to", " the", " garden", " .");
        }
    }
}
