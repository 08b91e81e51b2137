package org.tornadormt.kernels.program;

import java.util.List;

/**
 * Launches that always run together, in this order.
 *
 * @param name unique within the program
 * @param launches at least one
 */
public record Stage(String name, List<Launch> launches) {

    /** Checks that there is something to run. */
    public Stage {
        launches = List.copyOf(launches);
        if (launches.isEmpty()) {
            throw new IllegalArgumentException("stage " + name + " has no launches");
        }
    }
}
