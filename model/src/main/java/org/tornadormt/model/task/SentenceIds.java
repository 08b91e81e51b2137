package org.tornadormt.model.task;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The words of a task's sentences in the ids of a vocabulary.
 *
 * @param ids of every word
 */
public record SentenceIds(Map<String, Integer> ids) {

    /** Protects the map. */
    public SentenceIds {
        ids = Map.copyOf(ids);
    }

    /**
     * Looks all words up.
     *
     * @throws IllegalArgumentException if the vocabulary lacks a word or has one id for two of them
     */
    public static SentenceIds of(Collection<String> words, ToIntFunction<String> vocabulary) {
        WordIds wordIds = new WordIds(vocabulary);
        return new SentenceIds(words.stream().distinct().collect(Collectors.toMap(Function.identity(), wordIds::id)));
    }

    /** The id of one of the words. */
    public int id(String word) {
        return ids.get(word);
    }

    /** The ids of words that have one space between them. */
    public int[] tokens(String sentence) {
        return Arrays.stream(sentence.split(" ")).mapToInt(this::id).toArray();
    }

    /** Overwrites {@code segment[offset]} and what follows with words that have one space between them. */
    public void write(String sentence, int[] segment, int offset) {
        int[] tokens = tokens(sentence);
        System.arraycopy(tokens, 0, segment, offset, tokens.length);
    }

    /** One more than the largest id. */
    public int vocabularySize() {
        return ids.values().stream().mapToInt(Integer::intValue).max().orElseThrow() + 1;
    }
}
