package org.tornadormt.model.family;

import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.model.ModelException;

/** Options of which only one value is supported. */
final class SupportedOptions {

    private SupportedOptions() {}

    /** Refuses any value of {@code name} but {@code supported}; a missing option is fine. */
    static void require(ModelConfig config, String name, boolean supported) {
        if (config.boolOr(supported, name) != supported) {
            throw new ModelException(config.description() + ": " + name + " = " + !supported + " is not supported");
        }
    }

    /** Refuses any value of {@code name} but {@code supported}; a missing option is fine. */
    static void require(ModelConfig config, String name, String supported) {
        String value = config.stringOr(supported, name);
        if (!value.equals(supported)) {
            throw new ModelException(config.description() + ": " + name + " = \"" + value
                    + "\" is not supported, only \"" + supported + "\" is");
        }
    }
}
