package org.tornadormt.model.task.reasoning;

import org.tornadormt.model.task.SampleSeed;

/**
 * Two facts about three places on a line, and a question about one of them.
 *
 * @param first the fact that is told first
 * @param second the other fact
 * @param question about two places of one fact
 */
public record Puzzle(Relation first, Relation second, Question question) {
    private static final int ONE_IN = 16;

    /** The same facts with another question. */
    public Puzzle asking(Question other) {
        return new Puzzle(first, second, other);
    }

    /** Whether who has read the first fact alone can answer the question. */
    public boolean asksAboutFirst() {
        return question.relation().northOrEast().equals(first.northOrEast());
    }

    /**
     * Whether it is kept from training: one in 16 pairs of what is told and what is asked, the same ones for every model
     * and seed. Which fact is told first makes no difference. {@link String#hashCode} is the same on every machine.
     */
    public boolean isHeldOut() {
        long facts = (long) first.text().hashCode() + second.text().hashCode();
        return Math.floorMod(SampleSeed.of(facts, question.text().hashCode()), ONE_IN) == 0;
    }
}
