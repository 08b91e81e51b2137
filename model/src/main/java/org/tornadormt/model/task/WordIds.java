package org.tornadormt.model.task;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Token ids of the words of a grammar, looked up in the vocabulary of a tokenizer. */
public final class WordIds {
    private final ToIntFunction<String> vocabulary;
    private final Map<Integer, String> wordOfId = new HashMap<>();

    /** @param vocabulary id of a word; negative for a word that it does not have */
    public WordIds(ToIntFunction<String> vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * The id of a word.
     *
     * @throws IllegalArgumentException if the vocabulary does not have the word, or gives the id of another word too:
     *             so answers a vocabulary that maps every word it does not have to one unknown token
     */
    public int id(String word) {
        int id = vocabulary.applyAsInt(word);
        if (id < 0) {
            throw new IllegalArgumentException("the vocabulary lacks '" + word
                    + "', a word of the task's grammar; use the tokenizer of a model that was trained on this task");
        }
        String other = wordOfId.putIfAbsent(id, word);
        if (other != null && !other.equals(word)) {
            throw new IllegalArgumentException("the vocabulary gives '" + other + "' and '" + word
                    + "' the same id " + id + "; if that is its unknown token, use the tokenizer of a model that was "
                    + "trained on this task");
        }
        return id;
    }

    /** Ids of words with one space between them, {@code [words]}; errors as {@link #id}. */
    public int[] ids(String phrase) {
        String[] words = phrase.split(" ");
        var ids = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            ids[i] = id(words[i]);
        }
        return ids;
    }
}
