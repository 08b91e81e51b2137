package org.tornadormt.checkpoints;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Which of a model's files hold its weights, by their names: the same rule for folders and for the hub. */
public final class WeightFiles {
    /** The names that Transformers looks for, in its order: a file, or the index of several. */
    public static final List<String> USUAL = List.of("model.safetensors", "model.safetensors.index.json",
            "pytorch_model.bin", "pytorch_model.bin.index.json");

    private static final Pattern OTHER = Pattern.compile("[^/\\\\:]+\\.(bin|pth|pt)");
    /** What trainers put beside the weights under the same endings. */
    private static final Pattern NO_WEIGHTS = Pattern
            .compile("(training_args|optimizer|scheduler|scaler|random_states.*|rng_state.*)\\.(bin|pth|pt)");

    private WeightFiles() {}

    /**
     * @param names names of files
     * @return those that may hold weights under a name of their own, as trainers name theirs, in order
     */
    public static List<String> others(Collection<String> names) {
        return names.stream().filter(name -> OTHER.matcher(name).matches())
                .filter(name -> !NO_WEIGHTS.matcher(name).matches()).sorted().toList();
    }
}
