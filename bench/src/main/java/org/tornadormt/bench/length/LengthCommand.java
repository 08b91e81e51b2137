package org.tornadormt.bench.length;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.bench.compare.BenchCommand;
import org.tornadormt.bench.compare.Machine;
import org.tornadormt.bench.compare.WorkFolder;
import org.tornadormt.cli.GrowthFit;
import org.tornadormt.cli.GrowthFit.Timing;
import org.tornadormt.cli.JsonOutput;
import org.tornadormt.cli.OutputFile;
import org.tornadormt.cli.PictureFile;
import org.tornadormt.cli.Table;
import org.tornadormt.cli.Terminal;
import org.tornadormt.cli.TokenCount;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rmt bench length}: how time and memory grow with a text. */
@Command(name = "length", description = {
    "Reads random texts of growing length with a model, segment by segment, and, with the same weights, with full"
            + " attention over all of a text. Prints time and memory by length, and the least-squares line of time"
            + " against tokens."},
        footer = {"", "Examples:", "  rmt bench length", "  rmt bench length --threads 1 --picture length.png"})
public final class LengthCommand implements Callable<Integer> {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @ParentCommand
    private BenchCommand bench;

    @Spec
    private CommandSpec command;

    @Option(names = "--model", paramLabel = "DIR", description = "A GPT-2 with memory. Default: the bundled one.")
    private Path model = Path.of(System.getProperty("rmt.home", "."), "models", "facts");

    @Option(names = "--lengths", paramLabel = "N", split = ",", converter = TokenCount.class,
            defaultValue = "1k,4k,16k,64k,256k,1M", description = "Tokens of the texts that are read with memory."
                    + " Default: ${DEFAULT-VALUE}.")
    private List<Integer> lengths;

    @Option(names = "--full-attention", paramLabel = "N", split = ",", converter = TokenCount.class,
            defaultValue = "1k,4k,16k,64k", description = "Tokens of the texts that are attended to as a whole;"
                    + " 0 for none. Default: ${DEFAULT-VALUE}.")
    private List<Integer> fullLengths;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "How often each text is read."
            + " Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--threads", paramLabel = "N", description = "Threads. Default: all cores.")
    private int threads = CORES;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Seed of the texts. Default:"
            + " ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write all numbers to a JSON file.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--picture", paramLabel = "FILE", description = "Also draw time by length, as .png or .svg.")
    private Optional<Path> picture = Optional.empty();

    @Override
    public Integer call() {
        requireOptions();
        Terminal terminal = bench.terminal();
        Optional<OutputFile> outFile = out.map(OutputFile::at);
        Optional<PictureFile> pictureFile = picture.map(OutputFile::at).map(PictureFile::at);
        Device device = Devices.find(threads).choose("jvm");
        Machine machine = Machine.here();
        terminal.println(machine.cpu() + ", " + machine.os() + ", Java " + machine.jdk() + "; "
                + device.info().describe());
        LengthRun run = new LengthRun(terminal, device, model, rounds, seed);
        Map<String, List<LengthPoint>> curves = new LinkedHashMap<>();
        curves.put(LengthRun.MEMORY, run.withMemory(lengths));
        print(terminal, curves.get(LengthRun.MEMORY));
        if (!fullLengths.equals(List.of(0))) {
            try (WorkFolder folder = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")), 0)) {
                curves.put(LengthRun.FULL_ATTENTION, run.withFullAttention(fullLengths, folder.root()));
            }
            print(terminal, curves.get(LengthRun.FULL_ATTENTION));
        }
        outFile.ifPresent(file -> JsonOutput.write(file, json(curves, machine, device)));
        pictureFile.ifPresent(file -> file.write(List.of(LengthPicture.of(curves))));
        return 0;
    }

    private void requireOptions() {
        require(rounds >= 1, "--rounds must be 1 or more, not " + rounds);
        require(threads >= 1 && threads <= CORES,
                "--threads must be 1 or more and at most " + CORES + ", the cores of this machine, not " + threads);
        require(lengths.stream().allMatch(length -> length > 0), "--lengths must be 1 or more");
        require(fullLengths.equals(List.of(0)) || fullLengths.stream().allMatch(length -> length > 0),
                "--full-attention takes 0 alone, or lengths of 1 or more");
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    private static void print(Terminal terminal, List<LengthPoint> points) {
        Table table = new Table().row(points.getFirst().reader(), "seconds [q1, q3]", "tokens/s", "heap MiB",
                "arrays MiB");
        for (LengthPoint point : points) {
            table.row(String.format(Locale.ROOT, "%,d", point.tokens()), point.seconds().cell("%.3f"),
                    String.format(Locale.ROOT, "%,.0f", point.tokens() / point.seconds().median()),
                    mebibytes(point.heapBytes()), mebibytes(point.arrayBytes()));
        }
        terminal.println("");
        table.print(terminal);
        List<Timing> timings = points.stream().map(LengthPoint::timing).toList();
        if (GrowthFit.isPossible(timings)) {
            terminal.println(GrowthFit.of(timings).describe());
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1048576.0);
    }

    private ObjectNode json(Map<String, List<LengthPoint>> curves, Machine machine, Device device) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode all = mapper.createObjectNode();
        all.set("machine", mapper.valueToTree(machine));
        all.put("device", device.info().describe()).put("model", model.toString()).put("seed", seed)
                .put("rounds", rounds);
        curves.forEach((reader, points) -> {
            ObjectNode curve = all.putObject(reader);
            curve.set("points", mapper.valueToTree(points));
            List<Timing> timings = points.stream().map(LengthPoint::timing).toList();
            if (GrowthFit.isPossible(timings)) {
                curve.set("fit", mapper.valueToTree(GrowthFit.of(timings)));
            }
        });
        return all;
    }
}
