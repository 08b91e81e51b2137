package org.tornadormt.model.task.reasoning;

import java.util.Locale;

/** A direction on the compass. */
enum Direction {
    NORTH,
    SOUTH,
    EAST,
    WEST;

    /** The other way. */
    Direction opposite() {
        return switch (this) {
            case NORTH -> SOUTH;
            case SOUTH -> NORTH;
            case EAST -> WEST;
            case WEST -> EAST;
        };
    }

    /** Its name in a text. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
