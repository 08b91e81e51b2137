package org.tornadormt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that decide the numbers of a run, as the user wrote them.
 *
 * @param values of each option, by its name
 */
record TrainArguments(Map<String, List<String>> values) {
    private static final String KEY = "options";
    /** Options that change nothing of the numbers. */
    private static final Set<String> FREE = Set.of("--out", "--resume", "--time-limit", "--token-limit", "--device",
            "--threads",
            "--stacktrace");

    /** Those of a command that was parsed. */
    static TrainArguments given(CommandSpec command) {
        Map<String, List<String>> values = new TreeMap<>();
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
            if (!FREE.contains(option.longestName())) {
                values.put(option.longestName(), List.copyOf(option.originalStringValues()));
            }
        }
        return new TrainArguments(values);
    }

    /** Those of a saved state. */
    static TrainArguments of(ObjectNode state) {
        Map<String, List<String>> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> option : state.required(KEY).properties()) {
            List<String> texts = new ArrayList<>();
            option.getValue().forEach(text -> texts.add(text.textValue()));
            values.put(option.getKey(), texts);
        }
        return new TrainArguments(values);
    }

    /** Puts them into a state. */
    void describe(ObjectNode state) {
        ObjectNode options = state.putObject(KEY);
        values.forEach((name, texts) -> {
            ArrayNode array = options.putArray(name);
            texts.forEach(array::add);
        });
    }

    /**
     * Checks that a run which goes on does so with the options that it began with.
     *
     * @throws InputException if it does not
     */
    void requirePartOf(TrainArguments saved, Path run) {
        values.forEach((name, texts) -> {
            List<String> before = saved.values.get(name);
            if (!texts.equals(before)) {
                throw new InputException(name + " " + String.join(",", texts) + ": the run in " + run + " began "
                        + (before == null ? "without it" : "with " + String.join(",", before))
                        + "; leave the option out, or begin another run with --base " + run.resolve("last"));
            }
        });
    }

    /** The options that they stand for. */
    TrainOptions parse() {
        List<String> arguments = new ArrayList<>();
        values.forEach((name, texts) -> texts.forEach(text -> arguments.add(name + "=" + text)));
        TrainOptions options = new TrainOptions();
        new CommandLine(CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(options)))
                .setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments.toArray(String[]::new));
        return options;
    }
}
