package org.tornadormt.cli;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.model.MemoryConfig;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.segment.DecoderLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rmt info}: what a model is. */
@Command(name = "info", description = {"Shows what a model is: family, sizes, segments, memory, tokenizer.",
    "Loads it whole, so it also says whether the files are sound."},
        footer = {"", "Examples:",
            "  rmt info models/facts",
            "  rmt info gpt2 --mem-tokens 10 --segment-size 512"})
final class InfoCommand implements Callable<Integer> {
    /** Parts of the configuration whose components say too little without the name of the part. */
    private static final Set<String> PARTS_TO_NAME = Set.of("norms", "rotary", "scaling");

    private final Terminal terminal;

    @Mixin
    private ModelOptions modelOptions;

    InfoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws ReflectiveOperationException {
        RmtModel model = modelOptions.load(terminal);
        Table table = new Table();
        table.row("model", model.folder()).row("family", model.modelType()).row("variant", model.variant());
        configuration(table, "", model.config());
        memory(table, model);
        parameters(table, modelOptions.parameterCount(), model.weights().bytesHeld());
        table.row("tokenizer", tokenizer(model)).print(terminal);
        return 0;
    }

    /** Every component of the configuration and of its parts, so that a new one cannot be forgotten here. */
    private static void configuration(Table table, String part, Record config) throws ReflectiveOperationException {
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            String name = part + words(component.getName());
            Object value = component.getAccessor().invoke(config);
            if (value instanceof Optional<?> optional && optional.isPresent()) {
                value = optional.get();
            }
            if (value instanceof Record inside && inside.getClass().getRecordComponents().length > 0) {
                if (component.getType().isInterface()) {
                    table.row(name, words(inside.getClass().getSimpleName()));
                }
                configuration(table, PARTS_TO_NAME.contains(component.getName()) ? name + ": " : part, inside);
            } else {
                table.row(name, shown(value));
            }
        }
    }

    private static Object shown(Object value) {
        return switch (value) {
            case Optional<?> nothing -> "none";
            case OptionalInt number -> number.isPresent() ? number.getAsInt() : "none";
            case Enum<?> constant -> words(constant.toString());
            case Record constant -> words(constant.getClass().getSimpleName());
            default -> value;
        };
    }

    private static void memory(Table table, RmtModel model) {
        MemoryConfig memory = model.memoryConfig();
        int positions = model.config().maxPositions();
        table.row("segment size", memory.segmentSize());
        table.row("largest segment", positions - model.layout().rows(0));
        table.row("alignment", memory.alignment().text());
        table.row("positions used", model.layout().rows(memory.segmentSize()) + " of " + positions);
        if (model.layout() instanceof DecoderLayout layout) {
            table.row("positions numbered",
                    layout.profile().positions() + " (profile " + layout.profile().text() + ")");
        }
        String trained = model.initialMemory().trained() ? " (trained)" : " (random, not trained)";
        table.row("memory vectors", memory.numMemTokens() + (memory.numMemTokens() == 0 ? "" : trained));
    }

    private static void parameters(Table table, ParameterCount parameters, Map<NumberFormat, Long> held) {
        table.row("parameters", grouped(parameters.count()));
        table.row("stored as", String.join(", ", parameters.types()));
        table.row("bytes stored", grouped(parameters.storedBytes()));
        long bytes = held.values().stream().mapToLong(Long::longValue).sum();
        table.row("bytes in memory", grouped(bytes) + " (" + held.entrySet().stream()
                .map(part -> part.getKey().text() + " " + grouped(part.getValue())).collect(Collectors.joining(", "))
                + ")");
    }

    private static String tokenizer(RmtModel model) {
        if (model.tokenizerFile().isEmpty()) {
            return "none: give token ids with --ids, or put the model's tokenizer.json into the folder for text";
        }
        try (TextTokenizer tokenizer = TextTokenizer.open(model.tokenizerFile().get())) {
            return "tokenizer.json, " + tokenizer.vocabularySize() + " tokens";
        }
    }

    /** {@code maxPositions} and {@code GELU_TANH} as words. */
    private static String words(String name) {
        String spaced = name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('_', ' ');
        return spaced.toLowerCase(Locale.ROOT);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
