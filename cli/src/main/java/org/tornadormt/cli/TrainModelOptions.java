package org.tornadormt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.WeightPrecision;
import org.tornadormt.model.segment.Profile;
import org.tornadormt.model.training.NewModel;
import org.tornadormt.model.training.RunFolder;
import picocli.CommandLine.Option;

/** What training begins from: a checkpoint, or a configuration and random weights. */
final class TrainModelOptions {
    @Option(names = "--base", paramLabel = "MODEL", description = "Begin from a checkpoint: a folder, or the name of a"
            + " model that rmt pull has downloaded. One without memory gets --mem-tokens random vectors.")
    private String base;

    @Option(names = "--config", paramLabel = "FILE", description = "Begin from random weights: a config.json.")
    private Path config;

    @Option(names = "--tokenizer", paramLabel = "FILE", description = "The tokenizer.json of --config. Default: the one"
            + " beside it.")
    private Path tokenizer;

    @Option(names = "--mem-tokens", paramLabel = "M", description = "Memory vectors; 0 for none. Default: those of the"
            + " checkpoint, or of the rmt_config.json beside --config, or 4.")
    private Integer numMemTokens;

    @Option(names = "--segment-size", paramLabel = "N", converter = TokenCount.class, description = "Tokens of a full"
            + " segment. Default: rmt_config.json, or all that the positions hold with --base.")
    private Integer segmentSize;

    @Option(names = "--ignore-option", paramLabel = "KEY", description = "An option of config.json that rmt does not"
            + " know and that you know to be without effect. May be repeated.")
    private List<String> ignoredOptions = List.of();

    @Option(names = "--front-memory", description = "Take the next memory from the rows in front of the tokens, without"
            + " a block at the end: an ablation, since these rows see no token.")
    private boolean frontMemory;

    /** Checks what was asked for before anything is written. */
    void check() {
        if ((base == null) == (config == null)) {
            throw new InputException("name what training begins from: either --base MODEL, or --config FILE for random"
                    + " weights");
        }
        if (base != null && tokenizer != null) {
            throw new InputException("--tokenizer belongs to --config; --base " + base + " has its own");
        }
    }

    /**
     * The model with that seed; new ones are written to {@code last} of the folder first.
     *
     * @param environment where the models of the hub are
     */
    RmtModel begin(RunFolder folder, long seed, Map<String, String> environment) {
        if (base != null) {
            return RmtModel.load(ModelFolder.of(base, environment), new LoadOptions(ofNullable(numMemTokens),
                    ofNullable(segmentSize), Optional.empty(), Set.copyOf(ignoredOptions), seed,
                    frontMemory ? Optional.of(Profile.FRONT) : Optional.empty(), WeightPrecision.AUTO));
        }
        new NewModel(config, tokenizerFile(), rmtConfig(), Set.copyOf(ignoredOptions)).write(folder.last(), seed);
        return load(folder.last());
    }

    /** A model that a run has written. */
    RmtModel load(Path folder) {
        return RmtModel.load(folder, new LoadOptions(OptionalInt.empty(), OptionalInt.empty(), Optional.empty(),
                Set.copyOf(ignoredOptions), 0));
    }

    private Optional<Path> tokenizerFile() {
        if (tokenizer != null) {
            return Optional.of(tokenizer);
        }
        return Optional.of(beside("tokenizer.json")).filter(Files::isRegularFile);
    }

    private RmtConfig rmtConfig() {
        Optional<RmtConfig> saved = Optional.of(beside(RmtConfig.FILE_NAME)).filter(Files::isRegularFile)
                .map(RmtConfig::read);
        if (segmentSize == null && saved.isEmpty()) {
            throw new InputException("say how long a segment is: --segment-size, or rmt_config.json beside " + config);
        }
        return new RmtConfig(numMemTokens == null ? saved.map(RmtConfig::numMemTokens).orElse(4) : numMemTokens,
                segmentSize == null ? saved.orElseThrow().segmentSize() : segmentSize,
                saved.map(RmtConfig::alignment).orElse(Alignment.LEFT),
                !frontMemory && saved.map(RmtConfig::memAtEnd).orElse(true));
    }

    private Path beside(String name) {
        return config.toAbsolutePath().resolveSibling(name);
    }

    private static OptionalInt ofNullable(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
