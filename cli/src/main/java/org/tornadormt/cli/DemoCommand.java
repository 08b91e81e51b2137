package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.FactTrace;
import org.tornadormt.model.task.FactTracer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rmt demo}: a small model finds a fact in texts of up to millions of tokens, the user's own if they like. */
@Command(name = "demo", description = {
    "Finds a fact in a long text with the bundled model, for texts of growing length.", "",
    "Each sample is a text of filler sentences with one fact at a random place, such as \"mary went to the"
            + " kitchen .\", and ends with the question \"where is mary ?\". The model reads it in segments;"
            + " between segments only its memory vectors remain. (Task detect-and-memorize of arXiv 2304.11062;"
            + " --task has the other two.)",
    "With --haystack the filler is a text of yours, read once from beginning to end. It ends with a table and a page"
            + " of pictures in HTML."},
        footer = {"", "Examples:", "  rmt demo", "  rmt demo --full",
            "  rmt demo --haystack book.txt --fact \"mary went to the kitchen\"",
            "  rmt demo --task reasoning --tokens 64k --samples 200 --report reasoning.html",
            "  rmt demo --device tornado --tokens 4k --samples 5 --no-report",
            "  rmt demo --json accuracy.json"})
final class DemoCommand implements Callable<Integer> {
    private static final int USUAL_TOKENS = 1 << 20;
    private static final int USUAL_SAMPLES = 100;
    private static final int HAYSTACK_SAMPLES = 16;
    /** The time for all lengths, so that the whole command ends within a minute. */
    private static final double SECONDS = 40;
    private static final SamplePlan FULL = new SamplePlan.ByTokens(USUAL_SAMPLES, 5, 14_000_000);
    /** Segments of the text whose memory is looked into: as many as a picture can show. */
    private static final int TRACED_SEGMENTS = 64;

    @Spec
    private CommandSpec command;

    @Option(names = "--task", paramLabel = "TASK", defaultValue = "detect", description = "memorize: one fact at the"
            + " beginning; detect: one anywhere; reasoning: two anywhere, of which one answers. The model must have"
            + " been trained on it. Default: ${DEFAULT-VALUE}.")
    private DemoTask task;

    @Option(names = "--tokens", paramLabel = "N", converter = TokenCount.class, description = "The longest text; at"
            + " least 1k. k = 1024, M = 1024k. Default: 1M.")
    private Optional<Integer> tokens = Optional.empty();

    @Option(names = "--full", description = "The paper's longest texts: 4,096 segments, and 2,048,000 tokens; the same"
            + " samples on any machine, in some minutes.")
    private boolean full;

    @Option(names = "--samples", paramLabel = "N", description = "Samples of every length, however long it takes."
            + " Default: 100, and of the longest texts as many as fit into a minute; with --haystack 16.")
    private Optional<Integer> samples = Optional.empty();

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Seed of the samples. Default:"
            + " ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--model", paramLabel = "DIR", description = "A model that was trained on the same task. Default:"
            + " the bundled one.")
    private Optional<Path> model = Optional.empty();

    @Option(names = "--haystack", paramLabel = "FILE",
            description = "Hide the facts in this text, in UTF-8, of any size"
                    + " and language; - is the standard input. It is read up to --tokens.")
    private Optional<Path> haystack = Optional.empty();

    @Mixin
    private FactChoice choice;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the results to a file, as an array of"
            + " {tokens, segments, samples, accuracy, ciLow, ciHigh, tokensPerSecond, secondsAlone, heapBytes}.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--report", paramLabel = "FILE", defaultValue = "rmt-demo.html", description = "Where the page with"
            + " the pictures goes; it needs nothing else. Default: ${DEFAULT-VALUE} in the current folder.")
    private Path report;

    @Option(names = "--no-report", description = "Write no page.")
    private boolean noReport;

    @Mixin
    private DeviceOptions deviceOptions;

    @Mixin
    private ProfileOption profile;

    private final Terminal terminal;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        requireOptions();
        haystack.ifPresent(ByteInput::requireReadable);
        Optional<OutputFile> jsonFile = json.map(OutputFile::at);
        profile.requireWritable();
        Optional<OutputFile> reportFile = noReport ? Optional.empty() : Optional.of(OutputFile.at(report));
        RmtModel loaded = RmtModel.load(model.orElseGet(DemoCommand::bundledModel), LoadOptions.defaults());
        Device device = profile.watch(deviceOptions.device(terminal));
        try (DemoSetting setting = DemoSetting.of(loaded, device, task, choice, seed)) {
            FactTracer tracer = new FactTracer(loaded, device, setting.task());
            DemoTable table;
            FactTrace trace;
            if (haystack.isPresent()) {
                HaystackRun run = new HaystackRun(terminal, setting, haystack.get(),
                        samples.orElse(HAYSTACK_SAMPLES), TRACED_SEGMENTS);
                table = run.measure(lengths(loaded.segmentSize()));
                trace = tracer.trace(run.beginning(), seed);
            } else {
                DemoRun run = new DemoRun(terminal, setting);
                run.introduce();
                table = run.measure(lengths(loaded.segmentSize()), plan());
                trace = tracer.trace(TRACED_SEGMENTS, seed);
            }
            table.conclude(setting.task().chance());
            jsonFile.ifPresent(file -> JsonOutput.write(file, array(table.rows())));
            reportFile.ifPresent(file -> {
                new DemoReport(setting, table.rows(), trace, haystack.map(Path::toString)).write(file);
                terminal.println("pictures: " + file);
            });
            profile.write(device, terminal);
        }
        return 0;
    }

    private void requireOptions() {
        require(samples.orElse(1) >= 1, "--samples must be 1 or more, not " + samples.orElse(1));
        require(tokens.orElse(USUAL_TOKENS) >= DemoLengths.SHORTEST,
                "--tokens must be 1k or more, not " + tokens.orElse(0));
        require(!full || tokens.isEmpty(), "--full has lengths of its own; leave out --tokens");
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    private List<Integer> lengths(int segmentSize) {
        return full ? DemoLengths.ofPaper(segmentSize) : DemoLengths.upTo(tokens.orElse(USUAL_TOKENS), segmentSize);
    }

    private SamplePlan plan() {
        return samples.<SamplePlan>map(SamplePlan.Fixed::new)
                .orElseGet(() -> full ? FULL : new SamplePlan.ByTime(USUAL_SAMPLES, SECONDS));
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
