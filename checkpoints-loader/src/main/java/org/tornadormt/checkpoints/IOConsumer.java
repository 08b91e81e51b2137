package org.tornadormt.checkpoints;

import java.io.IOException;

/**
 * Something that is done with a value and may fail as input and output do.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface IOConsumer<T> {
    /**
     * @param value what to work on
     * @throws IOException if reading or writing fails
     */
    void accept(T value) throws IOException;
}
