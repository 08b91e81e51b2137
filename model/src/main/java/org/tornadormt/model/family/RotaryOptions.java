package org.tornadormt.model.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tornadormt.checkpoints.JsonFile;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RotaryConfig;

/**
 * The options of rotary positions in {@code config.json}: Transformers 4 has them at the top and scaling in
 * {@code rope_scaling}, Transformers 5 has all in {@code rope_parameters}. What stands twice must agree.
 */
final class RotaryOptions {
    private static final List<String> OBJECTS = List.of("rope_parameters", "rope_scaling");
    private static final double USUAL_BASE = 10_000;

    private final String file;
    private final ModelConfig config;
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final Set<String> read = new TreeSet<>();

    private RotaryOptions(ModelConfig config) {
        file = config.description();
        this.config = config;
        OBJECTS.forEach(name -> config.object(name).ifPresent(object -> objects.put(name, object)));
    }

    /**
     * Reads them.
     *
     * @param headSize width of a head
     * @param baseName what the family calls {@code rope_theta} at the top
     * @param partName what the family calls {@code partial_rotary_factor} at the top
     * @param usualPart the part of a head that turns if nothing says so
     * @throws ModelException if the scaling is of a kind that is not supported, or an option is missing, unknown, or no
     *             number
     */
    static RotaryConfig read(ModelConfig config, int headSize, String baseName, String partName, double usualPart) {
        List.of(baseName, "rope_theta", partName, "partial_rotary_factor").forEach(name -> config.numberOr(0, name));
        return new RotaryOptions(config).rotary(headSize, baseName, partName, usualPart);
    }

    private RotaryConfig rotary(int headSize, String baseName, String partName, double usualPart) {
        double base = one("rope_theta", baseName, USUAL_BASE);
        double part = one("partial_rotary_factor", partName, usualPart);
        RotaryConfig.Scaling scaling = scaling();
        requireAllRead();
        int size = (int) (headSize * part);
        if (!(part > 0 && part <= 1) || size < 2 || size % 2 != 0) {
            throw new ModelException(file + ": rotary positions must turn an even number of the " + headSize
                    + " values of a head, not " + part + " of them");
        }
        return new RotaryConfig(size / 2, base, scaling);
    }

    private RotaryConfig.Scaling scaling() {
        String type = text("rope_type", text("type", "default"));
        return switch (type) {
            case "default" -> new RotaryConfig.None();
            case "linear" -> new RotaryConfig.Linear(positive("factor"));
            case "llama3" -> llama3();
            default -> throw new ModelException(file + ": rope_type \"" + type
                    + "\" is not supported; supported are default, linear, llama3");
        };
    }

    private RotaryConfig.Scaling llama3() {
        double low = positive("low_freq_factor");
        double high = positive("high_freq_factor");
        if (high <= low) {
            throw new ModelException(file + ": high_freq_factor = " + high + " must be more than low_freq_factor = "
                    + low);
        }
        return new RotaryConfig.Llama3(positive("factor"), low, high,
                (int) positive("original_max_position_embeddings"));
    }

    /** A number that may stand in an object or at the top, there under either name. */
    private double one(String name, String topName, double fallback) {
        Set<Double> values = new TreeSet<>();
        for (String key : List.of(name, topName)) {
            if (config.contains(key)) {
                values.add(config.number(key));
            }
        }
        JsonNode inside = inside(name);
        if (!inside.isMissingNode()) {
            values.add(number(name, inside));
        }
        if (values.size() > 1) {
            throw new ModelException(file + ": " + name + " has the values " + values + " in different places; remove"
                    + " all but one");
        }
        return values.isEmpty() ? fallback : values.iterator().next();
    }

    private double positive(String name) {
        JsonNode value = inside(name);
        if (value.isMissingNode() || !(number(name, value) > 0)) {
            throw new ModelException(file + ": rope_scaling needs a positive number " + name);
        }
        return value.doubleValue();
    }

    private double number(String name, JsonNode value) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new ModelException(file + ": " + name + " must be a number, found " + JsonFile.shown(value));
        }
        return value.doubleValue();
    }

    private String text(String name, String fallback) {
        JsonNode value = inside(name);
        return value.isMissingNode() ? fallback : value.asText();
    }

    /** What the objects say; missing if they do not, or say null. */
    private JsonNode inside(String name) {
        read.add(name);
        JsonNode found = MissingNode.getInstance();
        for (ObjectNode object : objects.values()) {
            JsonNode value = object.path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                if (!found.isMissingNode() && !found.equals(value)) {
                    throw new ModelException(file + ": " + name + " is " + found + " and " + value + " in "
                            + String.join(" and ", OBJECTS) + "; remove one of these");
                }
                found = value;
            }
        }
        return found;
    }

    private void requireAllRead() {
        objects.forEach((where, object) -> object.properties().forEach(option -> {
            if (!read.contains(option.getKey()) && !option.getValue().isNull()) {
                throw new ModelException(file + ": unknown option \"" + option.getKey() + "\" in " + where
                        + "; it may change the numbers");
            }
        }));
    }
}
