package org.tornadormt.checkpoints.pytorch;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.tornadormt.checkpoints.CheckpointException;

/** A dictionary of Python, in the order of its items. */
final class Dict {
    private final Map<Object, Object> items = new LinkedHashMap<>();

    /** The items; a key that is a text is what {@code state_dict} means by a name. */
    Map<Object, Object> items() {
        return Collections.unmodifiableMap(items);
    }

    /**
     * @param problem makes the error of a key that stands twice, so that two readers may see two different files, or
     *                that is not a plain value
     */
    void put(Object key, Object value, Function<String, CheckpointException> problem) {
        switch (key) {
            case String _, Long _, BigInteger _, Double _, Boolean _, Tuple _ -> {
                if (items.put(key, value) != null) {
                    throw problem.apply("has the key %s twice in a dictionary".formatted(key));
                }
            }
            case Inert _ -> {
                // The keys cannot be told apart, and none is the name of a tensor.
            }
            default -> throw problem.apply("has a key of a dictionary that is neither a text nor a number");
        }
    }
}
