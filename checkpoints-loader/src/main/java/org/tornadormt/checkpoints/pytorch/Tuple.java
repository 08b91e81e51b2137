package org.tornadormt.checkpoints.pytorch;

import java.util.List;

/**
 * A tuple of Python. Not a record: a pickle of a few bytes can nest a tuple in itself so often that comparing two of
 * them would never end, so each equals only itself.
 */
final class Tuple {
    private final List<Object> items;

    Tuple(List<Object> items) {
        this.items = items;
    }

    List<Object> items() {
        return items;
    }
}
