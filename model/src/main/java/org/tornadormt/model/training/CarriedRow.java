package org.tornadormt.model.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A text whose memory is carried on.
 *
 * @param seed of the text
 * @param window number of its next window
 * @param fromPool whether it began with a memory that had read filler
 * @param age segments that its memory has read since it began
 */
record CarriedRow(long seed, int window, boolean fromPool, int age) {

    /** A text that begins. */
    static CarriedRow first(long seed, boolean fromPool) {
        return new CarriedRow(seed, 0, fromPool, 0);
    }

    /** Whether its next window begins with the initial memory. */
    boolean isFresh() {
        return window == 0 && !fromPool;
    }

    /** The same text behind a window. */
    CarriedRow next(int segments) {
        return new CarriedRow(seed, window + 1, fromPool, age + segments);
    }

    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("seed", seed).put("window", window).put("fromPool", fromPool)
                .put("age", age);
    }

    static CarriedRow of(JsonNode json) {
        return new CarriedRow(json.required("seed").longValue(), json.required("window").intValue(),
                json.required("fromPool").booleanValue(), json.required("age").intValue());
    }
}
