package org.tornadormt.checkpoints.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;

/**
 * A {@code config.json}, and what it says of the recurrence. KotShinZ's wrapper ({@code PreTrainedRMTConfig},
 * {@code model_type} {@code rmt} or {@code rmt_FAMILY}) writes one of its own, with the recurrence in it and the
 * configuration of the backbone twice: in the option {@code base_model_config}, and as options beside its own, which the
 * first overrules when the wrapper reads them.
 *
 * @param backbone   the options of the Transformer
 * @param recurrence the options of the recurrence, if the file has them
 */
public record WrapperConfig(ModelConfig backbone, Optional<RmtConfig> recurrence) {
    private static final String MODEL_TYPE = "model_type";
    private static final String WRAPPER = "rmt(_.+)?";
    private static final String BACKBONE = "base_model_config";
    /** What the wrapper's options do to training and to calls; a text is read the same with any value. */
    private static final Set<String> HARMLESS = Set.of("auto_map", "base_model_type", "is_memory_all",
            "max_n_segments", "output_seg_len");

    /**
     * @param file    a {@code config.json}, of a backbone or of the wrapper
     * @param ignored options that the user has declared to be without effect
     * @return its options
     * @throws CheckpointException if the file cannot be read or is not a JSON object, or is the wrapper's and lacks an
     *                             option, has an unknown one, or a value is out of range
     */
    public static WrapperConfig read(Path file, Set<String> ignored) {
        ObjectNode options = JsonFile.read(file);
        ModelConfig config = ModelConfig.of(file.toString(), options, ignored);
        return options.path(MODEL_TYPE).asText().matches(WRAPPER)
                ? ofWrapper(config, ignored)
                : new WrapperConfig(config, Optional.empty());
    }

    private static WrapperConfig ofWrapper(ModelConfig wrapper, Set<String> ignored) {
        ObjectNode options = wrapper.object(BACKBONE).orElseThrow(() -> wrapper.problem(("model_type is %s, and there "
                + "is no %s: put the config.json of the backbone in its place").formatted(wrapper.modelType(),
                        BACKBONE)));
        ModelConfig backbone = ModelConfig.of(wrapper.description() + ": " + BACKBONE, options, ignored);
        var known = new HashSet<>(HARMLESS);
        options.fieldNames().forEachRemaining(known::add);
        int numMemTokens = wrapper.integer("num_mem_tokens");
        int segmentSize = wrapper.integer("input_seg_len");
        String alignment = wrapper.stringOr(Alignment.LEFT.text(), "align");
        wrapper.requireAllKnown(known);
        try {
            return new WrapperConfig(backbone,
                    Optional.of(new RmtConfig(numMemTokens, segmentSize, Alignment.parse(alignment))));
        } catch (CheckpointException e) {
            throw wrapper.problem(e.getMessage());
        }
    }
}
