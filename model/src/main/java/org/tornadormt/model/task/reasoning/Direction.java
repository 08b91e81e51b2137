package org.tornadormt.model.task.reasoning;

import java.util.Locale;

/** A direction on the compass. */
public enum Direction {
    /** Up on a map. */
    NORTH,
    /** Down. */
    SOUTH,
    /** To the right. */
    EAST,
    /** To the left. */
    WEST;

    /** The other way. */
    public Direction opposite() {
        return switch (this) {
            case NORTH -> SOUTH;
            case SOUTH -> NORTH;
            case EAST -> WEST;
            case WEST -> EAST;
        };
    }

    /** Its name in a text. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
