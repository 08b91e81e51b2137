package org.tornadormt.bench.start;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.bench.compare.BenchCommand;
import org.tornadormt.bench.compare.Machine;
import org.tornadormt.bench.compare.WorkFolder;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.BenchShapes;
import org.tornadormt.bench.engine.EngineException;
import org.tornadormt.cli.JsonOutput;
import org.tornadormt.cli.OutputFile;
import org.tornadormt.cli.Progress;
import org.tornadormt.cli.Table;
import org.tornadormt.cli.Terminal;
import org.tornadormt.kernels.device.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rmt bench start}: whether the start stays flat while models get deeper. */
@Command(name = "start", description = {
    "Measures the time to the first segment of models that differ in depth alone, and how many kernels are compiled for"
            + " it.",
    "",
    "Each run has a JVM of its own, in turns, with empty compiler caches. The first segment is timed from the loaded"
            + " checkpoint on: the device and its compiler, the upload of the weights, and the segment itself."},
        footer = {"", "Examples:", "  rmt bench start --device tornado",
            "  rmt bench start --device tornado --shape gpt2-small --out start.json"})
public final class StartCommand implements Callable<Integer> {
    @ParentCommand
    private BenchCommand bench;

    @Spec
    private CommandSpec command;

    @Option(names = "--layers", paramLabel = "N", split = ",", defaultValue = "2,12,24",
            description = "Depths. Default: ${DEFAULT-VALUE}.")
    private List<Integer> layers;

    @Option(names = "--shape", paramLabel = "NAME", defaultValue = "small", description = "All sizes but the depth:"
            + " gpt2-small, small or facts. Default: ${DEFAULT-VALUE}.")
    private String shape;

    @Option(names = "--device", paramLabel = "D", defaultValue = "jvm", description = "jvm, tornado (the first"
            + " TornadoVM device) or an id that rmt devices lists. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Rounds, in each of which every"
            + " depth has its turn. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the rows to a JSON file.")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        List<Integer> depths = layers.stream().distinct().sorted().toList();
        require(depths.getFirst() >= 1, "--layers must be 1 or more, not " + depths.getFirst());
        require(rounds >= 1, "--rounds must be 1 or more, not " + rounds);
        BenchShape sizes = sizes();
        Terminal terminal = bench.terminal();
        Optional<OutputFile> outFile = out.map(OutputFile::at);
        // Says what is wrong with a device before weights are made.
        Devices.find(1).choose(device);
        Machine machine = Machine.here();
        Double load = Machine.load();
        Map<Integer, List<FirstSegmentReport>> reports = measure(terminal, sizes, depths);
        List<StartRow> rows = depths.stream()
                .map(depth -> StartRow.of(depth, reports.get(depth), reports.get(depths.getFirst()))).toList();
        String where = reports.get(depths.getFirst()).getFirst().device();
        terminal.println(machine.cpu() + ", " + machine.os() + ", Java " + machine.jdk() + "; " + where);
        Table table = new Table().row(StartRow.HEADINGS);
        rows.forEach(row -> table.row(row.cells()));
        table.print(terminal);
        terminal.println("medians; rounds: " + rounds + "; load of the machine: "
                + (load == null ? "unknown" : load) + " before");
        outFile.ifPresent(file -> JsonOutput.write(file, json(rows, machine, where)));
        return 0;
    }

    private Map<Integer, List<FirstSegmentReport>> measure(Terminal terminal, BenchShape sizes, List<Integer> depths) {
        Map<Integer, List<FirstSegmentReport>> reports = new LinkedHashMap<>();
        long bytes = depths.stream().mapToLong(depth -> sizes.withLayers(depth).parameterCount() * Float.BYTES).sum();
        try (WorkFolder folder = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")), bytes);
                Progress progress = terminal.steps(shape, "JVMs", (long) depths.size() * rounds)) {
            for (int depth : depths) {
                BenchCheckpoint.create(checkpoint(folder, depth), sizes.withLayers(depth), 1);
                reports.put(depth, new ArrayList<>());
            }
            FirstSegmentFork fork = new FirstSegmentFork(folder.root());
            for (int round = 0; round < rounds; round++) {
                for (int depth : depths) {
                    reports.get(depth).add(fork.run(checkpoint(folder, depth), device));
                    progress.step();
                }
            }
        }
        return reports;
    }

    private static Path checkpoint(WorkFolder folder, int depth) {
        return folder.root().resolve("layers-" + depth);
    }

    private BenchShape sizes() {
        try {
            return BenchShapes.named(shape);
        } catch (EngineException e) {
            throw new ParameterException(command.commandLine(), "--shape: " + e.getMessage());
        }
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    private ObjectNode json(List<StartRow> rows, Machine machine, String where) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode all = mapper.createObjectNode();
        all.set("machine", mapper.valueToTree(machine));
        all.put("device", where).put("shape", shape).put("rounds", rounds);
        all.set("depths", mapper.valueToTree(rows));
        return all;
    }
}
