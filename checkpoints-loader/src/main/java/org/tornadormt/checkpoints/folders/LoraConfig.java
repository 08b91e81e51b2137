package org.tornadormt.checkpoints.folders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;

/**
 * What the tensors of LoRA adapters do not tell, from the {@code adapter_config.json} that peft writes.
 *
 * @param file           the file, for messages
 * @param alpha          {@code lora_alpha}
 * @param rank           {@code r}, if the file has one that holds for all adapters
 * @param rankStabilized {@code use_rslora}: adapters count alpha / sqrt(r) times, not alpha / r times
 * @param inByOut        {@code fan_in_fan_out}, if the file has it: whether weights are stored [in, out]
 */
record LoraConfig(Path file, double alpha, OptionalInt rank, boolean rankStabilized, Optional<Boolean> inByOut) {
    static final String FILE_NAME = "adapter_config.json";

    /** Options of peft that, unless empty or false, give the adapters another effect than one product B·A each. */
    private static final List<String> NOT_SUPPORTED = List.of("use_dora", "alpha_pattern", "lora_bias", "use_qalora",
            "use_bdlora", "arrow_config", "alora_invocation_tokens");

    /**
     * @param folder  the folder of a checkpoint with LoRA adapters
     * @param adapter the name of one of them, for the message
     * @return the content of its {@code adapter_config.json}
     * @throws CheckpointException if there is none, or it has no {@code lora_alpha}, a value of the wrong kind, or an
     *                             option that is not supported
     */
    static LoraConfig read(Path folder, String adapter) {
        Path file = folder.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            throw new CheckpointException(
                    "%s: the checkpoint has LoRA adapters (tensor %s), whose strength is not in the "
                            .formatted(folder, adapter) + "tensors; add a file " + FILE_NAME
                            + " with the key \"lora_alpha\"");
        }
        ObjectNode options = JsonFile.read(file);
        for (String name : NOT_SUPPORTED) {
            JsonNode value = options.path(name);
            if (options.hasNonNull(name) && !(value.isContainerNode() ? value.isEmpty() : !value.asBoolean(true))) {
                throw problem(file, name, "is not supported here; merge the adapters first (merge_and_unload in peft)");
            }
        }
        if (options.hasNonNull("peft_type") && !options.get("peft_type").asText().equals("LORA")) {
            throw problem(file, "peft_type", "must be \"LORA\", found " + JsonFile.shown(options.get("peft_type")));
        }
        JsonNode alpha = options.path("lora_alpha");
        if (!alpha.isNumber() || !Double.isFinite(alpha.doubleValue())) {
            throw problem(file, "lora_alpha", "must be the number that the adapters were trained with, found "
                    + (alpha.isMissingNode() ? "nothing" : JsonFile.shown(alpha)));
        }
        return new LoraConfig(file, alpha.doubleValue(), rank(file, options),
                bool(file, options, "use_rslora").orElse(false), bool(file, options, "fan_in_fan_out"));
    }

    /**
     * @param adapterRank the first dimension of {@code lora_A}
     * @return what the product B·A of that adapter is multiplied by
     */
    double scale(long adapterRank) {
        return alpha / (rankStabilized ? Math.sqrt(adapterRank) : adapterRank);
    }

    /** The error of an option of this file. */
    CheckpointException problem(String option, String what) {
        return problem(file, option, what);
    }

    private static OptionalInt rank(Path file, ObjectNode options) {
        // With a pattern, modules have ranks of their own.
        if (!options.hasNonNull("r") || !options.path("rank_pattern").isEmpty()) {
            return OptionalInt.empty();
        }
        JsonNode rank = options.get("r");
        if (!rank.isIntegralNumber() || !rank.canConvertToInt()) {
            throw problem(file, "r", "must be a whole number, found " + JsonFile.shown(rank));
        }
        return OptionalInt.of(rank.intValue());
    }

    private static Optional<Boolean> bool(Path file, ObjectNode options, String name) {
        if (!options.hasNonNull(name)) {
            return Optional.empty();
        }
        JsonNode value = options.get(name);
        if (!value.isBoolean()) {
            throw problem(file, name, "must be true or false, found " + JsonFile.shown(value));
        }
        return Optional.of(value.booleanValue());
    }

    private static CheckpointException problem(Path file, String option, String what) {
        return new CheckpointException("%s: option \"%s\" %s".formatted(file, option, what));
    }
}
