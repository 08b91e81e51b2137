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
import org.tornadormt.model.WeightPrecision;
import org.tornadormt.model.segment.Profile;
import picocli.CommandLine.Option;

/** What the user may say about a model that the checkpoint does not say itself. */
final class LoadingOptions {
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
            + " is, which decides how positions are numbered: reference, kotshinz, or front (no write"
            + " block). Default: kotshinz for tensors under recurrent_wrapper, else what rmt_config.json says, or"
            + " reference.")
    private Profile profile;

    @Option(names = "--ignore-option", paramLabel = "KEY", description = "An option of config.json that rmt does not"
            + " know and that you know to be without effect. May be repeated.")
    private List<String> ignoredOptions = List.of();

    @Option(names = "--memory-seed", paramLabel = "S", defaultValue = "0", description = "Seed of random memory"
            + " vectors. Default: ${DEFAULT-VALUE}.")
    private long memorySeed;

    @Option(names = "--weights", paramLabel = "W", defaultValue = "auto", description = "How matrices are held that the"
            + " checkpoint has in 16 bits: stored (16 bits), float32, or auto: stored if they are larger than 64 MiB"
            + " together. Default: ${DEFAULT-VALUE}.")
    private WeightPrecision weights;

    private final Map<String, String> environment;

    LoadingOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * A file that a command will write; see {@link OutputFile#at}.
     *
     * @throws InputException if it would replace a file of the model
     */
    OutputFile output(Path file, String model) {
        OutputFile output = OutputFile.at(file);
        Path folder = folder(model);
        try {
            if (Files.exists(file) && Files.isSameFile(file.toAbsolutePath().getParent(), folderOf(folder))) {
                throw new InputException(file + " is a file of the model; name an output that is not in " + folder);
            }
        } catch (IOException _) {
            // A folder that is not there holds no file of a model; loading it will say what is wrong.
        }
        return output;
    }

    /** Loads a model; warns if its memory is not trained. */
    RmtModel load(Terminal terminal, String model) {
        RmtModel loaded;
        try (Progress _ = terminal.waiting("loading " + model)) {
            loaded = RmtModel.load(folder(model), loadOptions());
        }
        if (!loaded.initialMemory().trained()) {
            terminal.note("warning: the memory is untrained: " + model + " has none, so the " + loaded.numMemTokens()
                    + " vectors are random (seed " + memorySeed + ")");
        }
        return loaded;
    }

    /** Which segment is the short one, if the user says so. */
    Optional<Alignment> alignment() {
        return Optional.ofNullable(alignment);
    }

    /** What the checkpoint holds. */
    ParameterCount parameterCount(String model) {
        return ParameterCount.of(folder(model), Set.copyOf(ignoredOptions));
    }

    /** A model may be named by its file of tensors. */
    private static Path folderOf(Path model) {
        return Files.isRegularFile(model) ? model.toAbsolutePath().getParent() : model;
    }

    private Path folder(String model) {
        return ModelFolder.of(model, environment);
    }

    private LoadOptions loadOptions() {
        return new LoadOptions(ofNullable(numMemTokens), ofNullable(segmentSize), Optional.ofNullable(alignment),
                Set.copyOf(ignoredOptions), memorySeed, Optional.ofNullable(profile), weights);
    }

    private static OptionalInt ofNullable(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
