package org.tornadormt.model.task.reasoning;

/**
 * How two places lie to each other, said from the first.
 *
 * @param subject the place that is spoken of
 * @param direction where it is
 * @param object seen from there
 */
public record Relation(String subject, Direction direction, String object) {

    /** The same, said from the other place. */
    public Relation fromOtherEnd() {
        return new Relation(object, direction.opposite(), subject);
    }

    /** The same, said from the place that is north or east of the other. */
    public Relation northOrEast() {
        return direction == Direction.NORTH || direction == Direction.EAST ? this : fromOtherEnd();
    }

    /** It in words, 8 tokens with one space between them. */
    public String text() {
        return "the " + subject + " is " + direction.word() + " of the " + object + " .";
    }
}
