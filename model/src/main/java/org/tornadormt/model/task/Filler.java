package org.tornadormt.model.task;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.random.RandomGenerator;

/** The filler of a grammar in token ids; immutable, shared by every stream of noise. */
final class Filler {
    /** Sum of the weights up to and including each template, {@code [templates]}. */
    private final int[] weightUpTo;
    /** {@code [template][part][choice][token]}. */
    private final int[][][][] templates;
    private final Optional<WildTokens> wildTokens;

    /** Sentences only. */
    Filler(List<FillerTemplate> templates, Grammar grammar, WordIds wordIds) {
        this.weightUpTo = new int[templates.size()];
        this.templates = new int[templates.size()][][][];
        this.wildTokens = Optional.empty();
        int weight = 0;
        for (int t = 0; t < templates.size(); t++) {
            weight = Math.addExact(weight, templates.get(t).weight());
            weightUpTo[t] = weight;
            this.templates[t] = templates.get(t).parts().stream()
                    .map(part -> FillerTemplate.choices(part, grammar).stream().map(wordIds::ids).toArray(int[][]::new))
                    .toArray(int[][][]::new);
        }
    }

    private Filler(Filler filler, WildTokens wildTokens) {
        this.weightUpTo = filler.weightUpTo;
        this.templates = filler.templates;
        this.wildTokens = Optional.of(wildTokens);
    }

    /** The same sentences with runs of arbitrary tokens among them. */
    Filler with(WildTokens wildTokens) {
        return new Filler(this, wildTokens);
    }

    /** One more than the largest token id that {@link #draw} can write. */
    int vocabularySize() {
        int largest = Arrays.stream(templates).flatMap(Arrays::stream).flatMap(Arrays::stream)
                .flatMapToInt(Arrays::stream).max().orElse(-1);
        return Math.max(largest + 1, wildTokens.map(WildTokens::vocabularySize).orElse(0));
    }

    /** Tokens of the longest sentence or run that {@link #draw} can write. */
    int longestPiece() {
        int longest = wildTokens.isPresent() ? WildTokens.LONGEST_RUN : 0;
        for (int[][][] parts : templates) {
            int length = 0;
            for (int[][] choices : parts) {
                int longestChoice = 0;
                for (int[] phrase : choices) {
                    longestChoice = Math.max(longestChoice, phrase.length);
                }
                length += longestChoice;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /**
     * Draws a sentence or, as often as asked for, a run of arbitrary tokens.
     *
     * @param piece gets the tokens, {@code [longestPiece]}
     * @return the number of tokens
     */
    int draw(RandomGenerator random, int[] piece) {
        return wildTokens.isPresent() && wildTokens.get().isNext(random)
                ? wildTokens.get().draw(random, piece)
                : drawSentence(random, piece);
    }

    /** Draws a template by its weight and a phrase for each slot, all phrases of a slot being equally likely. */
    private int drawSentence(RandomGenerator random, int[] sentence) {
        int length = 0;
        for (int[][] choices : drawTemplate(random)) {
            int[] phrase = choices.length == 1 ? choices[0] : choices[random.nextInt(choices.length)];
            System.arraycopy(phrase, 0, sentence, length, phrase.length);
            length += phrase.length;
        }
        return length;
    }

    private int[][][] drawTemplate(RandomGenerator random) {
        int drawn = random.nextInt(weightUpTo[weightUpTo.length - 1]);
        int template = 0;
        while (weightUpTo[template] <= drawn) {
            template++;
        }
        return templates[template];
    }
}
