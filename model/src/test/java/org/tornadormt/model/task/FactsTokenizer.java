package org.tornadormt.model.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A word-level vocabulary of the tasks, read from its tokenizer.json. */
final class FactsTokenizer {
    private final Map<String, Integer> idOfWord = new HashMap<>();
    private final Map<Integer, String> wordOfId = new HashMap<>();

    FactsTokenizer() {
        var file = Path.of("..", "models", "facts-words", "tokenizer.json").toFile();
        try {
            new ObjectMapper().readTree(file).at("/model/vocab").properties().forEach(entry -> {
                idOfWord.put(entry.getKey(), entry.getValue().intValue());
                wordOfId.put(entry.getValue().intValue(), entry.getKey());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of a word, or -1. */
    int id(String word) {
        return idOfWord.getOrDefault(word, -1);
    }

    /** The words of token ids, one space between them. */
    String text(int... ids) {
        return Arrays.stream(ids).mapToObj(wordOfId::get).collect(Collectors.joining(" "));
    }

    /** Token ids of words with one space between them. */
    int[] ids(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(this::id).toArray();
    }

    int size() {
        return idOfWord.size();
    }
}
