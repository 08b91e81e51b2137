package org.tornadormt.model.task.reasoning;

/**
 * A question whose answer is one of the two places of a relation.
 *
 * @param relation the true relation
 * @param asksForObject whether the place is asked for from which the other is seen
 */
public record Question(Relation relation, boolean asksForObject) {

    /** It in words, 7 tokens with one space between them. */
    public String text() {
        return asksForObject
                ? "what is the " + relation.subject() + " " + relation.direction().word() + " of ?"
                : "what is " + relation.direction().word() + " of the " + relation.object() + " ?";
    }

    /** The place that answers it. */
    public String answer() {
        return asksForObject ? relation.object() : relation.subject();
    }
}
