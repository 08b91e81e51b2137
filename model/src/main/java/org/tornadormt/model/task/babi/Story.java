package org.tornadormt.model.task.babi;

import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * What is told, and a question about it. All in words with one space between tokens.
 *
 * @param statements what is told, in this order
 * @param question about it
 * @param answer the tokens of the answer, at least one
 */
record Story(List<String> statements, String question, List<String> answer) {

    /** Protects the lists. */
    Story {
        statements = List.copyOf(statements);
        answer = List.copyOf(answer);
    }

    /** A story whose answer is one token. */
    static Story of(List<String> statements, String question, String answer) {
        return new Story(statements, question, List.of(answer));
    }

    /** How many tokens a sentence has. */
    static int length(String sentence) {
        return sentence.split(" ").length;
    }

    /** One of several, all equally likely. */
    static <T> T any(RandomGenerator random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
