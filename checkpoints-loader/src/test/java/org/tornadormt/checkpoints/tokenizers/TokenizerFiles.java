package org.tornadormt.checkpoints.tokenizers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes tiny tokenizers by hand. */
final class TokenizerFiles {
    static final List<String> WORDS = List.of("<pad>", "<unk>", "a", "b", "foo", "bar", ".", "!", "'", "é", "日本");

    private TokenizerFiles() {}

    /** Whole words and runs of punctuation; anything else is {@code <unk>}. */
    static ObjectNode wordLevel() {
        ObjectNode tokenizer = tokenizer();
        tokenizer.putObject("pre_tokenizer").put("type", "Whitespace");
        ObjectNode model = tokenizer.putObject("model").put("type", "WordLevel").put("unk_token", "<unk>");
        ObjectNode vocabulary = model.putObject("vocab");
        WORDS.forEach(word -> vocabulary.put(word, vocabulary.size()));
        addToken(tokenizer, 0, "<pad>");
        return tokenizer;
    }

    /**
     * Bytes and a few merges, as GPT-2 has them: a space is {@code Ġ}, a line break is {@code Ċ}. The merges join
     * spaces with words and with each other, so that a wrong cut changes the ids.
     */
    static ObjectNode byteLevel() {
        ObjectNode tokenizer = tokenizer();
        tokenizer.set("pre_tokenizer", byteLevelStep(false, true));
        tokenizer.set("decoder", byteLevelStep(false, true));
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        for (int value = 0; value < 256; value++) {
            vocabulary.put(Character.toString(letterOf(value)), value);
        }
        ArrayNode merges = model.putArray("merges");
        List.of("Ġ Ġ", "Ċ Ċ", "f o", "fo o", "Ġ foo", "b a", "Ġ ba", "! !", "! Ċ", "Ġ !", "Ġ Ċ").forEach(merge -> {
            merges.add(merge);
            vocabulary.put(merge.replace(" ", ""), vocabulary.size());
        });
        addToken(tokenizer, vocabulary.size(), "<|end|>");
        return tokenizer;
    }

    /** The step that writes bytes as letters, and by default parts words by the expression of GPT-2. */
    static ObjectNode byteLevelStep(boolean addPrefixSpace, boolean useRegex) {
        return JsonNodeFactory.instance.objectNode().put("type", "ByteLevel").put("add_prefix_space", addPrefixSpace)
                .put("trim_offsets", true).put("use_regex", useRegex);
    }

    static void addToken(ObjectNode tokenizer, int id, String content) {
        tokenizer.withArray("added_tokens").addObject().put("id", id).put("content", content).put("single_word", false)
                .put("lstrip", false).put("rstrip", false).put("normalized", false).put("special", true);
    }

    static Path write(Path folder, ObjectNode tokenizer) {
        try {
            return Files.writeString(folder.resolve("tokenizer.json"), tokenizer.toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode tokenizer() {
        ObjectNode tokenizer = JsonNodeFactory.instance.objectNode().put("version", "1.0");
        tokenizer.putArray("added_tokens");
        return tokenizer.putNull("normalizer").putNull("post_processor");
    }

    /** The visible letter by which GPT-2 writes a byte: itself if it is visible, else one from U+0100 on. */
    private static int letterOf(int value) {
        int hidden = 0;
        for (int other = 0; other < 256; other++) {
            boolean visible = other >= '!' && other <= '~' || other >= 0xA1 && other <= 0xAC || other >= 0xAE;
            if (other == value) {
                return visible ? value : 0x100 + hidden;
            }
            hidden += visible ? 0 : 1;
        }
        throw new IllegalArgumentException("Not a byte: " + value);
    }
}
