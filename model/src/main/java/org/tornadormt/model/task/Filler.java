package org.tornadormt.model.task;

import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;

/** The filler sentences of a grammar in token ids; immutable, shared by every stream of noise. */
final class Filler {
    /** Sum of the weights up to and including each template, {@code [templates]}. */
    private final int[] weightUpTo;
    /** {@code [template][part][choice][token]}. */
    private final int[][][][] templates;

    Filler(List<FillerTemplate> templates, Grammar grammar, WordIds wordIds) {
        this.weightUpTo = new int[templates.size()];
        this.templates = new int[templates.size()][][][];
        int weight = 0;
        for (int t = 0; t < templates.size(); t++) {
            weight = Math.addExact(weight, templates.get(t).weight());
            weightUpTo[t] = weight;
            this.templates[t] = templates.get(t).parts().stream()
                    .map(part -> FillerTemplate.choices(part, grammar).stream().map(wordIds::ids).toArray(int[][]::new))
                    .toArray(int[][][]::new);
        }
    }

    /** Tokens of the longest sentence that {@link #draw} can write. */
    int longestSentence() {
        int longest = 0;
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
     * Draws a template by its weight and a phrase for each slot, all phrases of a slot being equally likely.
     *
     * @param sentence gets the tokens, {@code [longestSentence]}
     * @return the number of tokens
     */
    int draw(RandomGenerator random, int[] sentence) {
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
