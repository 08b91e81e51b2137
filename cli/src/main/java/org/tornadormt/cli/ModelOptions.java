package org.tornadormt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.segment.Profile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The model, and what the user may say about it that the checkpoint does not say itself. */
final class ModelOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(paramLabel = "MODEL", description = "Folder with config.json, model.safetensors and, for text,"
            + " tokenizer.json, as Hugging Face has them; rmt_config.json if there is one. Or the name of a model that"
            + " rmt pull has downloaded: ORG/NAME or ORG/NAME@REVISION.")
    private String model;

    @Option(names = "--segment-size", paramLabel = "N", converter = TokenCount.class, description = "Tokens of a full"
            + " segment. Default: rmt_config.json, or what the positions hold, but no more than 1024. k = 1024, M = 1024k.")
    private Integer segmentSize;

    @Option(names = "--mem-tokens", paramLabel = "M", description = "Memory vectors: 0 reads the segments"
            + " independently; with a checkpoint that has no memory, M random ones. Default: those of the checkpoint.")
    private Integer numMemTokens;

    @Option(names = "--alignment", paramLabel = "A", description = "Which segment is the short one: left (the last),"
            + " right (the first) or center (all about equal). Default: rmt_config.json, or left for decoders, right"
            + " for encoders.")
    private Alignment alignment;

    @Option(names = "--profile-name", paramLabel = "P", description = "Whose decoder it"
            + " is, which decides how positions are numbered: reference, or kotshinz. Default: kotshinz for tensors under"
            + " recurrent_wrapper, else reference.")
    private Profile profile;

    @Option(names = "--ignore-option", paramLabel = "KEY", description = "An option of config.json that rmt does not"
            + " know and that you know to be without effect. May be repeated.")
    private List<String> ignoredOptions = List.of();

    @Option(names = "--memory-seed", paramLabel = "S", defaultValue = "0", description = "Seed of random memory"
            + " vectors. Default: ${DEFAULT-VALUE}.")
    private long memorySeed;

    private final Map<String, String> environment;

    ModelOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * A file that a command will write; see {@link OutputFile#at}.
     *
     * @throws InputException if it would replace a file of the model
     */
    OutputFile output(Path file) {
        OutputFile output = OutputFile.at(file);
        try {
            if (Files.exists(file) && Files.isSameFile(file.toAbsolutePath().getParent(), folderOf(folder()))) {
                throw new InputException(file + " is a file of the model; name an output that is not in " + folder());
            }
        } catch (IOException _) {
            // A folder that is not there holds no file of a model; loading it will say what is wrong.
        }
        return output;
    }

    /** Loads the model; warns if its memory is not trained. */
    RmtModel load(Terminal terminal) {
        RmtModel loaded;
        try (Progress _ = terminal.waiting("loading " + model)) {
            loaded = RmtModel.load(folder(), loadOptions());
        }
        if (!loaded.initialMemory().trained()) {
            terminal.note("warning: the memory is untrained: " + model + " has none, so the " + loaded.numMemTokens()
                    + " vectors are random (seed " + memorySeed + ")");
        }
        return loaded;
    }

    /**
     * Loads the model for a text that is read as it comes. Only the last segment of such a text can be the short one,
     * since where it ends is not known before.
     */
    RmtModel loadForStream(Terminal terminal) {
        if (alignment != null && alignment != Alignment.LEFT) {
            throw new ParameterException(command.commandLine(), "--alignment " + alignment.text() + " needs the length"
                    + " of the text beforehand; " + command.name() + " reads it as it comes, which is left");
        }
        RmtModel loaded = load(terminal);
        if (loaded.memoryConfig().alignment() != Alignment.LEFT) {
            terminal.note(
                    "warning: the model has alignment " + loaded.memoryConfig().alignment().text() + "; a text that"
                            + " is read as it comes is aligned left (say so with --alignment left)");
        }
        return loaded;
    }

    /** What the checkpoint holds. */
    ParameterCount parameterCount() {
        return ParameterCount.of(folder(), Set.copyOf(ignoredOptions));
    }

    /** A model may be named by its file of tensors. */
    private static Path folderOf(Path model) {
        return Files.isRegularFile(model) ? model.toAbsolutePath().getParent() : model;
    }

    private Path folder() {
        return ModelFolder.of(model, environment);
    }

    private LoadOptions loadOptions() {
        return new LoadOptions(ofNullable(numMemTokens), ofNullable(segmentSize), Optional.ofNullable(alignment),
                Set.copyOf(ignoredOptions), memorySeed, Optional.ofNullable(profile));
    }

    private static OptionalInt ofNullable(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
