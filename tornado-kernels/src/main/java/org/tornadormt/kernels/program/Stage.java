package org.tornadormt.kernels.program;

import java.util.List;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * Launches that always run together, in this order.
 *
 * @param name unique within the program
 * @param launches what runs
 * @param fetched arrays that the host finds as they are on the device when the stage has run, whichever stages use them
 */
public record Stage(String name, List<Launch> launches, List<TornadoNativeArray> fetched) {

    /** Checks that there is something to do. */
    public Stage {
        launches = List.copyOf(launches);
        fetched = List.copyOf(fetched);
        if (launches.isEmpty() && fetched.isEmpty()) {
            throw new IllegalArgumentException("stage " + name + " has no launches");
        }
    }

    /** A stage of launches. */
    public Stage(String name, List<Launch> launches) {
        this(name, launches, List.of());
    }
}
