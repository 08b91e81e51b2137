package org.tornadormt.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the parts that commands share, with what they must know of the process. */
final class CommandParts implements IFactory {
    private final Map<String, String> environment;
    private final IFactory others = CommandLine.defaultFactory();

    CommandParts(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == LoadingOptions.class) {
            return type.cast(new LoadingOptions(environment));
        }
        return type == DeviceOptions.class ? type.cast(new DeviceOptions(environment)) : others.create(type);
    }
}
