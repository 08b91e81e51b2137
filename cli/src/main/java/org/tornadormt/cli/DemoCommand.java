package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rmt demo}: a model with four memory vectors finds a fact in texts of up to a million tokens. */
@Command(name = "demo", description = {
    "Finds a fact in a long text with the bundled model, for texts of growing length.", "",
    "Each sample is a text of filler sentences with one fact at a random place, such as \"mary went to the"
            + " kitchen .\", and ends with the question \"where is mary ?\". The model reads it in segments"
            + " of 32 tokens; between segments only its four memory vectors remain. (Task"
            + " detect-and-memorize of arXiv 2304.11062.)"},
        footer = {"", "Examples:", "  rmt demo",
            "  rmt demo --tokens 64k --samples 200",
            "  rmt demo --device tornado --tokens 4k --samples 5", "  rmt demo --json accuracy.json"})
final class DemoCommand implements Callable<Integer> {
    private static final int SHORTEST = 1 << 10;
    private static final int FACTOR = 4;
    private static final int FULL_SAMPLES = 100;
    /** The time for all lengths, so that the whole command ends within three minutes. */
    private static final double SECONDS = 140;

    @Spec
    private CommandSpec command;

    @Option(names = "--tokens", paramLabel = "N", converter = TokenCount.class, defaultValue = "1M", description = "The"
            + " longest text; at least 1k. k = 1024, M = 1024k. Default: ${DEFAULT-VALUE}.")
    private int tokens;

    @Option(names = "--samples", paramLabel = "N", description = "Samples of every length, however long it takes."
            + " Default: 100, and of the longest texts as many as fit into three minutes.")
    private Integer samples;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Seed of the samples. Default:"
            + " ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the results to a file, as an array of"
            + " {tokens, segments, samples, accuracy, ciLow, ciHigh, tokensPerSecond, peakHeapBytes}.")
    private Path json;

    @Mixin
    private DeviceOptions deviceOptions;

    private final Terminal terminal;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (samples != null && samples < 1) {
            throw new ParameterException(command.commandLine(), "--samples must be 1 or more, not " + samples);
        }
        if (tokens < SHORTEST) {
            throw new ParameterException(command.commandLine(), "--tokens must be 1k or more, not " + tokens);
        }
        OutputFile jsonFile = json == null ? null : OutputFile.at(json);
        RmtModel model = RmtModel.load(bundledModel(), LoadOptions.defaults());
        Device device = deviceOptions.device();
        try (DemoRun run = new DemoRun(terminal, model, device, seed)) {
            run.introduce();
            List<DemoRow> rows = run.measure(lengths(), samples, FULL_SAMPLES, SECONDS);
            run.conclude(rows);
            if (jsonFile != null) {
                JsonOutput.write(jsonFile, array(rows));
            }
        }
        return 0;
    }

    /** 1k, 4k, 16k, … and the longest length that was asked for. */
    private List<Integer> lengths() {
        List<Integer> lengths = new ArrayList<>();
        for (long length = SHORTEST; length < tokens; length *= FACTOR) {
            lengths.add((int) length);
        }
        lengths.add(tokens);
        return lengths;
    }

    private static ArrayNode array(List<DemoRow> rows) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        rows.forEach(row -> array.add(row.json()));
        return array;
    }

    /** The folder of the model that comes with this project; the launcher says where the project is. */
    private static Path bundledModel() {
        Path folder = Path.of(System.getProperty("rmt.home", "."), "models", "facts");
        if (!Files.isDirectory(folder)) {
            throw new ModelException("the bundled model is not in " + folder
                    + "; start with ./rmt, or with -Drmt.home=… naming the project's folder");
        }
        return folder;
    }
}
