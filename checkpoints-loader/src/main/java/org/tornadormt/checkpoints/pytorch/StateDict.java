package org.tornadormt.checkpoints.pytorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * Finds the named tensors in what a pickle holds: a dictionary of tensors, or one with such a dictionary under a name
 * that trainers use. Whatever is beside the tensors is left alone: numbers, texts, the state of an optimizer.
 */
final class StateDict {
    private static final List<String> CONTAINERS = List.of("model_state_dict", "state_dict", "model", "module");
    private static final int DEEPEST = 3;
    private static final int MOST_SHOWN = 5;

    /**
     * A dictionary with tensors.
     *
     * @param path the names that lead to it; empty for the outermost
     */
    private record Found(String path, Dict dict) {}

    private StateDict() {}

    /**
     * @param root what the pickle holds
     * @param file the file, for messages
     * @return the tensors by name
     * @throws CheckpointException if there are none, or in more than one place
     */
    static Map<String, PickledTensor> find(Object root, String file) {
        var found = new ArrayList<Found>();
        if (root instanceof Dict dict) {
            search(new Found("", dict), 0, found);
        }
        if (found.isEmpty()) {
            throw new CheckpointException("%s: holds no tensors by name%s; save the state_dict() of the model with %s"
                    .formatted(file, keys(root), "torch.save"));
        }
        if (found.size() > 1) {
            throw new CheckpointException("%s: has tensors under %s; save the one that is meant alone"
                    .formatted(file, found.stream().map(Found::path).collect(Collectors.joining(" and under "))));
        }
        return tensors(found.getFirst().dict);
    }

    /** Looks under the known names first: what lies beside them is not a part of the model. */
    private static void search(Found place, int depth, List<Found> found) {
        int before = found.size();
        for (String name : CONTAINERS) {
            if (depth < DEEPEST && place.dict.items().get(name) instanceof Dict inner) {
                search(new Found(place.path.isEmpty() ? name : place.path + "." + name, inner), depth + 1, found);
            }
        }
        if (found.size() == before && !tensors(place.dict).isEmpty()
                && found.stream().noneMatch(other -> other.dict == place.dict)) {
            found.add(place);
        }
    }

    private static Map<String, PickledTensor> tensors(Dict dict) {
        var tensors = new TreeMap<String, PickledTensor>();
        dict.items().forEach((key, value) -> {
            if (key instanceof String name && value instanceof PickledTensor tensor) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    private static String keys(Object root) {
        return root instanceof Dict dict
                ? dict.items().keySet().stream().filter(String.class::isInstance).map(String.class::cast)
                        .limit(MOST_SHOWN).collect(Collectors.joining(", ", " (it has: ", ")"))
                : "";
    }
}
