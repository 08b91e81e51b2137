package org.tornadormt.checkpoints.configurations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;

/**
 * The {@code config.json} of a Hugging Face checkpoint. It remembers which options were read, so that one that nobody
 * read, and that may therefore change the numbers, is refused by name ({@link #requireAllKnown}).
 */
public final class ModelConfig extends OptionReader {
    private static final int MOST_SHOWN = 3;

    private final Set<String> ignored;

    private ModelConfig(Path file, Set<String> ignored) {
        super(file);
        this.ignored = Set.copyOf(ignored);
    }

    private ModelConfig(String where, ObjectNode options, Set<String> ignored) {
        super(where, options);
        this.ignored = Set.copyOf(ignored);
    }

    /**
     * @param file    a {@code config.json}
     * @param ignored options that the user has declared to be without effect
     * @return its options
     * @throws CheckpointException if the file cannot be read or is not a JSON object
     */
    public static ModelConfig read(Path file, Set<String> ignored) {
        return new ModelConfig(file, ignored);
    }

    /**
     * @param where   what the options were taken from, for messages
     * @param options the same options as a {@code config.json} would have
     * @param ignored options that the user has declared to be without effect
     * @return the options
     */
    public static ModelConfig of(String where, ObjectNode options, Set<String> ignored) {
        return new ModelConfig(where, options, ignored);
    }

    /**
     * @return the family, for instance {@code gpt2} or {@code bert}
     * @throws CheckpointException if the file does not say
     */
    public String modelType() {
        return string("model_type");
    }

    /**
     * Refuses options that nobody read and that are not known to leave the numbers alone. To be called when everything
     * that the model needs has been read. Only the top level is looked at.
     *
     * @param alsoKnown options that the caller knows to be without effect for this family
     * @throws CheckpointException if there is any other option
     */
    public void requireAllKnown(Set<String> alsoKnown) {
        List<Map.Entry<String, JsonNode>> unknown = unread().stream()
                .filter(option -> !ignored.contains(option.getKey()))
                .filter(option -> !alsoKnown.contains(option.getKey()))
                .filter(option -> !HarmlessOptions.contain(option.getKey(), option.getValue()))
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        String shown = unknown.stream()
                .limit(MOST_SHOWN)
                .map(option -> "\"%s\": %s".formatted(option.getKey(), JsonFile.shown(option.getValue())))
                .collect(Collectors.joining(", "));
        String more = unknown.size() <= MOST_SHOWN ? "" : " and %d more".formatted(unknown.size() - MOST_SHOWN);
        String ignore = unknown.stream()
                .limit(MOST_SHOWN)
                .map(option -> "--ignore-option " + option.getKey())
                .collect(Collectors.joining(" "));
        throw problem((unknown.size() == 1
                ? "unknown option %s%s; it may change the numbers. Remove it if it does not, or ignore it with %s"
                : "unknown options %s%s; they may change the numbers. Remove those that do not, or ignore them with %s")
                .formatted(shown, more, ignore));
    }
}
