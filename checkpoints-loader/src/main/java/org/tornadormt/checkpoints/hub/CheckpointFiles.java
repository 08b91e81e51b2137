package org.tornadormt.checkpoints.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;
import org.tornadormt.checkpoints.WeightFiles;

/** Which files of a model are needed: its configuration, its tokenizer, and its weights once. */
final class CheckpointFiles {
    /** Each is taken if the model has it. */
    static final List<String> BESIDE_WEIGHTS = List.of("config.json", "adapter_config.json", "rmt_config.json",
            "generation_config.json",
            "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.json", "merges.txt",
            "vocab.txt");

    private static final Pattern PLAIN_NAME = Pattern.compile("[^/\\\\:\\p{Cntrl}]+");

    private CheckpointFiles() {}

    /**
     * @param names the files of a model
     * @param model for the message
     * @return the file of the weights, or the index of the files, if there is any
     * @throws CheckpointException if there are several, of which none has a usual name
     */
    static Optional<String> weights(Set<String> names, HubModel model) {
        Optional<String> usual = WeightFiles.USUAL.stream().filter(names::contains).findFirst();
        if (usual.isPresent()) {
            return usual;
        }
        List<String> others = WeightFiles.others(names);
        if (others.size() > 1) {
            throw new CheckpointException(
                    "%s has neither model.safetensors nor pytorch_model.bin, and of %s it is not clear which is meant; "
                            .formatted(model, String.join(", ", others)) + "download one into a folder of its own");
        }
        return others.stream().findFirst();
    }

    /**
     * The files that are needed of a model with these files, without those that an index names.
     *
     * @return the weights, or their index, last
     * @throws CheckpointException if there are no weights
     */
    static List<String> besideShards(Set<String> names, HubModel model) {
        String weights = weights(names, model).orElseThrow(() -> new CheckpointException(
                model + " has no weights that can be read: neither model.safetensors nor pytorch_model.bin"));
        return Stream.concat(BESIDE_WEIGHTS.stream().filter(names::contains), Stream.of(weights)).toList();
    }

    /** Whether the weights are in several files, which this one names. */
    static boolean isIndex(String weights) {
        return weights.endsWith(".index.json");
    }

    /**
     * @param index an index of weights
     * @return the files that it names
     * @throws CheckpointException if it is not sound, or names a file that does not lie beside it
     */
    static SortedSet<String> shards(Path index) {
        var shards = new TreeSet<String>();
        for (JsonNode shard : JsonFile.read(index).path("weight_map")) {
            String name = shard.asText();
            if (!shard.isTextual() || !PLAIN_NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
                throw new CheckpointException("%s: %s is not a plain file name; weights must lie beside the index"
                        .formatted(index, JsonFile.shown(shard)));
            }
            shards.add(name);
        }
        if (shards.isEmpty()) {
            throw new CheckpointException(index + ": must have a non-empty object \"weight_map\"; is it an index?");
        }
        return shards;
    }
}
