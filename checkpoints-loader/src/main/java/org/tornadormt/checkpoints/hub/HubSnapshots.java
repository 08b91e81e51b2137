package org.tornadormt.checkpoints.hub;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.CheckpointException;

/** The models that are in the cache. Uses no network. */
public final class HubSnapshots {
    private final HubEnvironment environment;

    /**
     * The cache that the environment names.
     *
     * @param environment where it is
     */
    public HubSnapshots(HubEnvironment environment) {
        this.environment = environment;
    }

    /**
     * The folder with the files of a model.
     *
     * @param model the model; a branch or a tag is what it was when it was downloaded last
     * @return the folder
     * @throws CheckpointException if the model is not in the cache, or its weights are so in part only
     */
    public Path folder(HubModel model) {
        HubCache cache = new HubCache(environment, model);
        String commit = cache.commit().orElseThrow(() -> notThere(model));
        Set<String> files = cache.files(commit);
        if (files.isEmpty()) {
            throw notThere(model);
        }
        Set<String> missing = missing(cache, commit, model);
        if (!missing.isEmpty()) {
            throw new CheckpointException("%s is in the cache %s without %s; run: rmt pull %s".formatted(model,
                    environment.cacheFolder(), String.join(", ", missing), model));
        }
        return cache.snapshot(commit);
    }

    /** Whether a commit is there, and nothing of it can be missing that the model has. */
    static boolean isComplete(HubCache cache, String commit, HubModel model) {
        Set<String> files = cache.files(commit);
        return !files.isEmpty() && missing(cache, commit, model).isEmpty() && CheckpointFiles.BESIDE_WEIGHTS.stream()
                .allMatch(name -> files.contains(name) || cache.knowsAbsent(commit, name));
    }

    private static Set<String> missing(HubCache cache, String commit, HubModel model) {
        Set<String> files = cache.files(commit);
        Optional<String> weights = CheckpointFiles.weights(files, model);
        if (weights.isEmpty()) {
            return Set.of("weights");
        }
        Stream<String> needed = CheckpointFiles.isIndex(weights.get())
                ? CheckpointFiles.shards(cache.snapshot(commit).resolve(weights.get())).stream()
                : Stream.of(weights.get());
        return needed.filter(name -> !files.contains(name)).collect(Collectors.toCollection(TreeSet::new));
    }

    private CheckpointException notThere(HubModel model) {
        return new CheckpointException("%s is not in the cache %s; run: rmt pull %s".formatted(model,
                environment.cacheFolder(), model));
    }
}
