package org.tornadormt.model.task.reasoning;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tornadormt.model.task.WordIds;

/**
 * The words of puzzles in the ids of a vocabulary.
 *
 * @param ids of every word
 */
record PuzzleWords(Map<String, Integer> ids) {
    private static final List<String> OF_SENTENCES = List.of("the", "is", "of", "what", "?", ".");

    /**
     * Looks all words up.
     *
     * @throws IllegalArgumentException if the vocabulary lacks a word or has one id for two of them
     */
    static PuzzleWords of(List<String> places, ToIntFunction<String> vocabulary) {
        WordIds wordIds = new WordIds(vocabulary);
        Stream<String> directions = Arrays.stream(Direction.values()).map(Direction::word);
        return new PuzzleWords(Stream.of(OF_SENTENCES.stream(), directions, places.stream())
                .flatMap(Function.identity()).collect(Collectors.toUnmodifiableMap(Function.identity(), wordIds::id)));
    }

    int id(String word) {
        return ids.get(word);
    }

    /** Overwrites {@code segment[offset]} and what follows with a sentence. */
    void write(String sentence, int[] segment, int offset) {
        String[] words = sentence.split(" ");
        for (int i = 0; i < words.length; i++) {
            segment[offset + i] = id(words[i]);
        }
    }

    /** One more than the largest id. */
    int vocabularySize() {
        return ids.values().stream().mapToInt(Integer::intValue).max().orElseThrow() + 1;
    }
}
