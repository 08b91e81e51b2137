package org.tornadormt.checkpoints.hub;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tornadormt.checkpoints.CheckpointException;

/** Downloads models of the hub into the cache. */
public final class HubPull {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HubEnvironment environment;
    private final DownloadListener listener;
    private final Retries retries;
    private final Duration patience;

    /**
     * Downloads as the environment says.
     *
     * @param environment where from, where to, and on whose behalf
     * @param listener    learns how far it is
     */
    public HubPull(HubEnvironment environment, DownloadListener listener) {
        this(environment, listener, Thread::sleep, PATIENCE);
    }

    HubPull(HubEnvironment environment, DownloadListener listener, Waiting waiting, Duration patience) {
        this.environment = environment;
        this.listener = listener;
        this.patience = patience;
        retries = new Retries(waiting, listener);
    }

    /**
     * Downloads what is needed of a model and is not in the cache. Without the network, if the environment forbids it
     * ({@code HF_HUB_OFFLINE}), or if the revision is a commit that is there already.
     *
     * @param model   the model
     * @param offline whether the network must not be used
     * @return the folder with its files
     * @throws CheckpointException if anything fails; what has come of a file is kept for the next time, unless it is
     *                             wrong
     */
    public Path pull(HubModel model, boolean offline) {
        HubCache cache = new HubCache(environment, model);
        if (offline || environment.offline()) {
            return offlineFolder(model);
        }
        if (model.isPinned() && HubSnapshots.isComplete(cache, model.revision(), model)) {
            return cache.snapshot(model.revision());
        }
        try (HubConnection connection = new HubConnection(environment, patience)) {
            HubApi api = new HubApi(connection, model, patience);
            return download(model, cache, api, retries.insist(api::files));
        }
    }

    private Path offlineFolder(HubModel model) {
        try {
            return new HubSnapshots(environment).folder(model);
        } catch (CheckpointException e) {
            throw new CheckpointException(e.getMessage() + " when the network may be used (no --offline, no "
                    + "HF_HUB_OFFLINE)", e);
        }
    }

    private Path download(HubModel model, HubCache cache, HubApi api, RemoteModel remote) {
        List<String> names = CheckpointFiles.besideShards(remote.names(), model);
        if (!names.contains("config.json")) {
            listener.note("warning: %s has no config.json; copy the files elsewhere and add that of the backbone"
                    .formatted(model));
        }
        cache.create();
        downloadAll(names, model, cache, api, remote);
        String weights = names.getLast();
        if (CheckpointFiles.isIndex(weights)) {
            Path index = cache.snapshot(remote.commit()).resolve(weights);
            Set<String> shards = CheckpointFiles.shards(index);
            shards.stream().filter(shard -> !remote.names().contains(shard)).findFirst().ifPresent(shard -> {
                throw new CheckpointException(
                        "%s: %s names %s, which the model does not have; its upload is not complete"
                                .formatted(model, weights, shard));
            });
            downloadAll(shards, model, cache, api, remote);
        }
        cache.remember(remote.commit(), CheckpointFiles.BESIDE_WEIGHTS.stream()
                .filter(name -> !remote.names().contains(name)).collect(Collectors.toSet()));
        cache.point(remote.commit());
        return cache.snapshot(remote.commit());
    }

    private void downloadAll(Collection<String> names, HubModel model, HubCache cache, HubApi api,
            RemoteModel remote) {
        var wanted = new ArrayList<RemoteFile>();
        for (String name : names) {
            Optional<Blob> listed = remote.files().get(name);
            Blob blob = listed.isPresent() ? listed.get() : retries.insist(() -> api.blob(remote.commit(), name));
            wanted.add(new RemoteFile(model, remote.commit(), name, blob));
        }
        wanted.removeIf(cache::has);
        cache.requireSpace(wanted.stream().map(RemoteFile::blob).distinct().mapToLong(blob -> bytesToCome(cache, blob))
                .sum());
        wanted.forEach(file -> download(file, cache, api));
    }

    private void download(RemoteFile file, HubCache cache, HubApi api) {
        Blob blob = file.blob();
        try (BlobLock _ = BlobLock.take(cache.lock(blob), retries,
                () -> listener.note("waiting for another process that downloads " + file))) {
            if (!cache.has(blob)) {
                new BlobDownload(api, file, cache.partial(blob), listener, patience).to(cache.blob(blob), retries);
            }
            cache.show(file);
        }
    }

    private static long bytesToCome(HubCache cache, Blob blob) {
        if (cache.has(blob)) {
            return 0;
        }
        long kept = cache.partial(blob).toFile().length();
        return Math.max(0, blob.size() - kept);
    }
}
