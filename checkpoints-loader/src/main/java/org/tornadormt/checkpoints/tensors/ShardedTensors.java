package org.tornadormt.checkpoints.tensors;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;

/**
 * A checkpoint in several files: an index ({@code model.safetensors.index.json}, {@code pytorch_model.bin.index.json})
 * maps the name of each tensor to the file that holds it ({@code weight_map}). The map and the files must agree
 * exactly.
 */
public final class ShardedTensors implements TensorSource {
    private static final String WEIGHT_MAP = "weight_map";

    private final Path index;
    private final Map<String, TensorSource> shards;
    private final Map<String, TensorSource> shardOfTensor;

    private ShardedTensors(Path index, Map<String, TensorSource> shards,
            Map<String, TensorSource> shardOfTensor) {
        this.index = index;
        this.shards = shards;
        this.shardOfTensor = Collections.unmodifiableMap(shardOfTensor);
    }

    /**
     * Opens all files that the index names.
     *
     * @param index  the index file; the others lie beside it, or are links there to files elsewhere
     * @param opener opens one of the others
     * @return the open files
     * @throws CheckpointException if the index is not sound, names a file outside its folder or one that is not there,
     *                             or if the tensors in the files are not those of the index
     */
    public static ShardedTensors open(Path index, Function<Path, TensorSource> opener) {
        Map<String, String> shardNames = shardNames(index);
        var shards = new TreeMap<String, TensorSource>();
        boolean opened = false;
        try {
            var shardOfTensor = new TreeMap<String, TensorSource>();
            for (Map.Entry<String, String> entry : shardNames.entrySet()) {
                String tensor = entry.getKey();
                TensorSource shard = shards.computeIfAbsent(entry.getValue(),
                        name -> opener.apply(shardPath(index, name)));
                if (!shard.contains(tensor)) {
                    throw new CheckpointException("%s: tensor %s is missing, though %s says that it is there"
                            .formatted(shard.description(), tensor, index));
                }
                shardOfTensor.put(tensor, shard);
            }
            requireAllNamed(index, shards, shardNames);
            opened = true;
            return new ShardedTensors(index, shards, shardOfTensor);
        } finally {
            if (!opened) {
                shards.values().forEach(TensorSource::close);
            }
        }
    }

    private static Map<String, String> shardNames(Path index) {
        JsonNode weightMap = JsonFile.read(index).path(WEIGHT_MAP);
        if (!weightMap.isObject() || weightMap.isEmpty()) {
            throw new CheckpointException(index + ": must have a non-empty object \"weight_map\"; is it an index?");
        }
        var names = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> entry : weightMap.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new CheckpointException("%s: tensor %s must have the name of a file, found %s"
                        .formatted(index, entry.getKey(), JsonFile.shown(entry.getValue())));
            }
            names.put(entry.getKey(), entry.getValue().textValue());
        }
        return names;
    }

    private static Path shardPath(Path index, String name) {
        // A name like ../x or C:x must not lead out of the folder, on any operating system.
        if (!name.matches("[^/\\\\:\\x00]+") || name.equals(".") || name.equals("..")) {
            throw new CheckpointException("%s: \"%s\" is not a plain file name; tensors must lie beside the index"
                    .formatted(index, name));
        }
        Path shard = index.resolveSibling(name);
        if (!Files.exists(shard)) {
            throw new CheckpointException("%s: names %s, which does not exist; was the download complete?"
                    .formatted(index, shard));
        }
        return shard;
    }

    private static void requireAllNamed(Path index, Map<String, TensorSource> shards, Map<String, String> named) {
        shards.forEach((fileName, shard) -> {
            for (String tensor : shard.names()) {
                if (!fileName.equals(named.get(tensor))) {
                    throw new CheckpointException("%s: tensor %s is not listed for this file in %s; do they belong "
                            .formatted(shard.description(), tensor, index) + "together?");
                }
            }
        });
    }

    @Override
    public Set<String> names() {
        return shardOfTensor.keySet();
    }

    @Override
    public Tensor tensor(String name) {
        return shardOf(name).tensor(name);
    }

    @Override
    public TensorDescription describe(String name) {
        return shardOf(name).describe(name);
    }

    private TensorSource shardOf(String name) {
        TensorSource shard = shardOfTensor.get(name);
        if (shard == null) {
            throw missing(name);
        }
        return shard;
    }

    @Override
    public void release(String name) {
        if (shardOfTensor.containsKey(name)) {
            shardOfTensor.get(name).release(name);
        }
    }

    @Override
    public String description() {
        return index.toString();
    }

    @Override
    public void close() {
        shards.values().forEach(TensorSource::close);
    }
}
