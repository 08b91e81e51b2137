package org.tornadormt.model.weights;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.model.AttentionConfig;
import org.tornadormt.model.family.BlockNames.Fused;
import org.tornadormt.model.family.BlockNames.Interleaved;
import org.tornadormt.model.family.BlockNames.QueryKeyValue;
import org.tornadormt.model.family.BlockNames.Separate;
import org.tornadormt.model.family.LinearName;

/**
 * Some outputs of a linear map of a checkpoint; a map here may be put together from several.
 *
 * @param map the map
 * @param outputs outputs that it has
 * @param from first output that is taken
 * @param to output behind the last one
 */
record MapRows(LinearName map, int outputs, int from, int to) {

    /** All outputs of a map. */
    static MapRows all(LinearName map, int outputs) {
        return new MapRows(map, outputs, 0, outputs);
    }

    int count() {
        return to - from;
    }

    /** The outputs that are queries, head by head. */
    static List<MapRows> queries(QueryKeyValue names, AttentionConfig attention) {
        int size = attention.querySize();
        return switch (names) {
            case Separate maps -> List.of(all(maps.query(), size));
            case Fused(LinearName map) -> List.of(new MapRows(map, size + 2 * attention.keyValueSize(), 0, size));
            case Interleaved(LinearName map) -> everyThird(map, attention, 0);
        };
    }

    /** The outputs that are keys, head by head, and then those that are values. */
    static List<MapRows> keysAndValues(QueryKeyValue names, AttentionConfig attention) {
        int size = attention.keyValueSize();
        int before = attention.querySize();
        return switch (names) {
            case Separate maps -> List.of(all(maps.key(), size), all(maps.value(), size));
            case Fused(LinearName map) -> List.of(new MapRows(map, before + 2 * size, before, before + 2 * size));
            case Interleaved(LinearName map) -> {
                List<MapRows> both = new ArrayList<>(everyThird(map, attention, 1));
                both.addAll(everyThird(map, attention, 2));
                yield both;
            }
        };
    }

    /** One of query, key and value of each head of an interleaved map. */
    private static List<MapRows> everyThird(LinearName map, AttentionConfig attention, int first) {
        int size = attention.headSize();
        int parts = 3 * attention.numAttentionHeads();
        List<MapRows> rows = new ArrayList<>();
        for (int part = first; part < parts; part += 3) {
            rows.add(new MapRows(map, parts * size, part * size, (part + 1) * size));
        }
        return rows;
    }
}
