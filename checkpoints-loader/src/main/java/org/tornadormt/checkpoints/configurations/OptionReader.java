package org.tornadormt.checkpoints.configurations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;

/**
 * Reads the top-level options of a JSON file by type and remembers which were asked for. An option that is
 * {@code null} counts as absent, which is what Hugging Face means by it. An option may go by several names; if more
 * than one of them is in the file, their values must agree.
 */
class OptionReader {
    private final String where;
    private final ObjectNode options;
    private final Set<String> asked = new HashSet<>();

    OptionReader(Path file) {
        this(file.toString(), JsonFile.read(file));
    }

    OptionReader(String where, ObjectNode options) {
        this.where = where;
        this.options = options;
    }

    /**
     * @param name    the option
     * @param aliases other names it may go by
     * @return its value
     * @throws CheckpointException if it is absent or not a text
     */
    public String string(String name, String... aliases) {
        return required(find("a text", JsonNode::isTextual, name, aliases), name, aliases).textValue();
    }

    /**
     * @param fallback the value if the option is absent
     * @param name     the option
     * @param aliases  other names it may go by
     * @return its value
     * @throws CheckpointException if it is not a text
     */
    public String stringOr(String fallback, String name, String... aliases) {
        JsonNode value = find("a text", JsonNode::isTextual, name, aliases);
        return value == null ? fallback : value.textValue();
    }

    /**
     * @param name    the option
     * @param aliases other names it may go by
     * @return its value
     * @throws CheckpointException if it is absent or not a whole number of 32 bits
     */
    public int integer(String name, String... aliases) {
        return required(find("a whole number", OptionReader::isInt, name, aliases), name, aliases).intValue();
    }

    /**
     * @param fallback the value if the option is absent
     * @param name     the option
     * @param aliases  other names it may go by
     * @return its value
     * @throws CheckpointException if it is not a whole number of 32 bits
     */
    public int integerOr(int fallback, String name, String... aliases) {
        JsonNode value = find("a whole number", OptionReader::isInt, name, aliases);
        return value == null ? fallback : value.intValue();
    }

    /**
     * @param name    the option
     * @param aliases other names it may go by
     * @return its value
     * @throws CheckpointException if it is absent or not a finite number
     */
    public double number(String name, String... aliases) {
        return required(find("a number", OptionReader::isFinite, name, aliases), name, aliases).doubleValue();
    }

    /**
     * @param fallback the value if the option is absent
     * @param name     the option
     * @param aliases  other names it may go by
     * @return its value
     * @throws CheckpointException if it is not a finite number
     */
    public double numberOr(double fallback, String name, String... aliases) {
        JsonNode value = find("a number", OptionReader::isFinite, name, aliases);
        return value == null ? fallback : value.doubleValue();
    }

    /**
     * @param name    the option
     * @param aliases other names it may go by
     * @return its value
     * @throws CheckpointException if it is absent or neither true nor false
     */
    public boolean bool(String name, String... aliases) {
        return required(find("true or false", JsonNode::isBoolean, name, aliases), name, aliases).booleanValue();
    }

    /**
     * @param fallback the value if the option is absent
     * @param name     the option
     * @param aliases  other names it may go by
     * @return its value
     * @throws CheckpointException if it is neither true nor false
     */
    public boolean boolOr(boolean fallback, String name, String... aliases) {
        JsonNode value = find("true or false", JsonNode::isBoolean, name, aliases);
        return value == null ? fallback : value.booleanValue();
    }

    /**
     * @param name an option
     * @return whether it is in the file and not null; this does not count as reading it
     */
    public boolean contains(String name) {
        return options.hasNonNull(name);
    }

    /**
     * @param name an option
     * @return whether it is in the file and {@code null}, where that means something else than an absent option; this
     *         does not count as reading it
     */
    public boolean isNull(String name) {
        return options.path(name).isNull();
    }

    /**
     * @param name an option whose value is an object
     * @return its value, if it is there; to be checked by the caller to the last field
     * @throws CheckpointException if it is not an object
     */
    public Optional<ObjectNode> object(String name) {
        return Optional.ofNullable((ObjectNode) find("an object", JsonNode::isObject, name));
    }

    /**
     * @param name an option whose value is a list of texts
     * @return the texts; none if it is absent
     * @throws CheckpointException if it is anything else
     */
    public List<String> strings(String name) {
        JsonNode list = find("a list of texts", OptionReader::areTexts, name);
        return list == null ? List.of() : list.valueStream().map(JsonNode::textValue).toList();
    }

    /** @return the file, for messages */
    public String description() {
        return where;
    }

    /** The options that nobody asked for, with their values. */
    final List<Map.Entry<String, JsonNode>> unread() {
        return options.properties().stream().filter(option -> !asked.contains(option.getKey())).toList();
    }

    final CheckpointException problem(String what) {
        return new CheckpointException(where + ": " + what);
    }

    private JsonNode find(String kind, Predicate<JsonNode> fits, String name, String... aliases) {
        String foundName = null;
        for (String candidate : Stream.concat(Stream.of(name), Stream.of(aliases)).toList()) {
            asked.add(candidate);
            if (!contains(candidate)) {
                continue;
            }
            JsonNode value = options.get(candidate);
            if (!fits.test(value)) {
                throw problem("option \"%s\" must be %s, found %s".formatted(candidate, kind, JsonFile.shown(value)));
            }
            if (foundName != null && !value.equals(options.get(foundName))) {
                throw problem("options \"%s\": %s and \"%s\": %s mean the same and must agree; remove one".formatted(
                        foundName, JsonFile.shown(options.get(foundName)), candidate, JsonFile.shown(value)));
            }
            foundName = foundName == null ? candidate : foundName;
        }
        return foundName == null ? null : options.get(foundName);
    }

    private JsonNode required(JsonNode value, String name, String... aliases) {
        if (value == null) {
            throw problem("option \"%s\" is missing%s; is it the configuration of a model that is supported?".formatted(
                    name, aliases.length == 0 ? "" : " (also accepted: " + String.join(", ", aliases) + ")"));
        }
        return value;
    }

    private static boolean isInt(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt();
    }

    private static boolean areTexts(JsonNode value) {
        return value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
    }

    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }
}
