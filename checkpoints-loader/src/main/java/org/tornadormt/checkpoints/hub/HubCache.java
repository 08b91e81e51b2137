package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * One model in the cache, laid out as Python's {@code huggingface_hub} does:
 *
 * <pre>
 * models--ORG--NAME/blobs/HASH                  the contents
 * models--ORG--NAME/snapshots/COMMIT/FILE       links to them
 * models--ORG--NAME/refs/REVISION               the commit that a branch or a tag stood for
 * models--ORG--NAME/.no_exist/COMMIT/FILE       an empty file: the model has no such file
 * .locks/models--ORG--NAME/HASH.lock            who downloads
 * </pre>
 */
final class HubCache {
    private final HubModel model;
    private final Path cache;
    private final Path folder;

    HubCache(HubEnvironment environment, HubModel model) {
        this.model = model;
        cache = environment.cacheFolder();
        folder = cache.resolve(folderName());
    }

    /** The commit that the revision stands for, as far as the cache knows. */
    Optional<String> commit() {
        if (model.isPinned()) {
            return Optional.of(model.revision());
        }
        Path ref = folder.resolve("refs").resolve(model.revision());
        if (!Files.isRegularFile(ref)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(ref).strip()).filter(HubModel::isCommit);
        } catch (IOException e) {
            throw CheckpointException.cannotRead(ref, e);
        }
    }

    /** The folder with the files of a commit, which need not exist. */
    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /** The files of a commit whose contents are there. */
    Set<String> files(String commit) {
        Path snapshot = snapshot(commit);
        if (!Files.isDirectory(snapshot)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(snapshot)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw CheckpointException.cannotRead(snapshot, e);
        }
    }

    Path blob(Blob blob) {
        return folder.resolve("blobs").resolve(blob.etag());
    }

    /** A name that Python's own downloads never use, so that the two cannot write one file. */
    Path partial(Blob blob) {
        return folder.resolve("blobs").resolve(blob.etag() + ".rmt.incomplete");
    }

    Path lock(Blob blob) {
        return cache.resolve(".locks").resolve(folderName()).resolve(blob.etag() + ".lock");
    }

    /** Whether a file of a commit is there with this content. */
    boolean has(RemoteFile file) {
        return hasSize(snapshot(file.commit()).resolve(file.name()), file.blob());
    }

    /** Whether the content is there, for this or another commit. */
    boolean has(Blob blob) {
        return hasSize(blob(blob), blob);
    }

    /** Makes the folders for the contents. */
    void create() {
        Path blobs = folder.resolve("blobs");
        try {
            Files.createDirectories(blobs);
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(blobs, e);
        }
        if (!Files.isWritable(blobs)) {
            throw new CheckpointException("Cannot write %s of the cache: no permission; set HF_HUB_CACHE to a folder "
                    .formatted(blobs) + "that you may write");
        }
    }

    /**
     * Refuses a download that the disk has no room for.
     *
     * @param bytes what is still to come
     */
    void requireSpace(long bytes) {
        try {
            FileStore disk = Files.getFileStore(folder);
            if (disk.getUsableSpace() < bytes) {
                throw new CheckpointException(("%s needs %,d MB more, and the disk of %s has %,d MB; free some, or set "
                        + "HF_HUB_CACHE to a folder on another disk").formatted(model, megabytes(bytes), cache,
                                megabytes(disk.getUsableSpace())));
            }
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(folder, e);
        }
    }

    /** Shows a content as a file of a commit: a link where the file system has them, or else a copy. */
    void show(RemoteFile file) {
        Path place = snapshot(file.commit()).resolve(file.name());
        Path temporary = place.resolveSibling("." + file.name() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(place.getParent());
            link(temporary, blob(file.blob()));
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(place, e);
        }
    }

    /** Remembers which of the files that could be needed the model does not have. */
    void remember(String commit, Set<String> absent) {
        Path folderOfAbsent = folder.resolve(".no_exist").resolve(commit);
        try {
            Files.createDirectories(folderOfAbsent);
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(folderOfAbsent, e);
        }
        absent.forEach(name -> AtomicFile.write(folderOfAbsent.resolve(name), _ -> {}));
    }

    boolean knowsAbsent(String commit, String name) {
        return Files.isRegularFile(folder.resolve(".no_exist").resolve(commit).resolve(name));
    }

    /** Writes down what the revision stands for, as the last step: who finds it finds all files. */
    void point(String commit) {
        if (model.isPinned() || commit().equals(Optional.of(commit))) {
            return;
        }
        Path ref = folder.resolve("refs").resolve(model.revision());
        try {
            Files.createDirectories(ref.getParent());
        } catch (IOException e) {
            throw CacheProblem.cannotWrite(ref, e);
        }
        AtomicFile.write(ref, out -> out.write(commit.getBytes(StandardCharsets.US_ASCII)));
    }

    private String folderName() {
        return "models--" + model.organisation() + "--" + model.name();
    }

    /** Relative, so that the cache can be moved. Links to contents need no rights on Windows, other links do. */
    private static void link(Path link, Path blob) throws IOException {
        try {
            Files.createSymbolicLink(link, link.getParent().relativize(blob));
        } catch (UnsupportedOperationException | IOException _) {
            try {
                Files.createLink(link, blob);
            } catch (UnsupportedOperationException | IOException _) {
                Files.copy(blob, link);
            }
        }
    }

    private static boolean hasSize(Path file, Blob blob) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == blob.size();
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
    }

    private static long megabytes(long bytes) {
        return bytes / 1_000_000;
    }
}
