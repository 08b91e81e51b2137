package org.tornadormt.bench.training;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.bench.compare.BenchCommand;
import org.tornadormt.bench.compare.ForkedJvm;
import org.tornadormt.bench.compare.Machine;
import org.tornadormt.bench.compare.WorkFolder;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.BenchShapes;
import org.tornadormt.bench.engine.EngineException;
import org.tornadormt.bench.engine.Engines;
import org.tornadormt.cli.JsonOutput;
import org.tornadormt.cli.OutputFile;
import org.tornadormt.cli.Progress;
import org.tornadormt.cli.Table;
import org.tornadormt.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rmt bench training}: the speed of a training step beside DJL's. */
@Command(name = "training", description = {
    "Compares a training step with the same step in DJL (PyTorch's operations and autograd), from the same weights.",
    "",
    "A step reads texts of several segments through the memory, goes back through all of them, and changes all weights by"
            + " AdamW. DJL keeps the activations of all segments; this project keeps the memories and runs segments"
            + " again. The losses of the first steps must agree before anything is timed. Each engine has a JVM of"
            + " its own, in turns; speeds are compared within a round."},
        footer = {"", "Examples:", "  rmt bench training --quick",
            "  rmt bench training --threads 1 --out training.json"})
public final class TrainingCommand implements Callable<Integer> {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final List<String> ENGINES = List.of(Engines.TORNADORMT, Engines.DJL_EAGER);
    private static final int ITERATIONS = 3;

    @ParentCommand
    private BenchCommand bench;

    @Spec
    private CommandSpec command;

    @Option(names = "--shape", paramLabel = "NAME", split = ",",
            description = "gpt2-small (12 layers, 768 wide, segments"
                    + " of 512 tokens), small (4, 256, 128) or facts (2, 64, 32). Default: facts,small.")
    private List<String> shapes;

    @Option(names = "--segments", paramLabel = "N", defaultValue = "3",
            description = "Segments of a text. Default: ${DEFAULT-VALUE}.")
    private int segments;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "8",
            description = "Texts side by side. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of each engine. Default: all cores.")
    private int threads = CORES;

    @Option(names = "--rounds", paramLabel = "N",
            description = "Rounds, in each of which every engine has a JVM of its own. Default: 5.")
    private Integer rounds;

    @Option(names = "--quick", description = "A first look: the shape facts, two rounds, short ones.")
    private boolean quick;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed of weights and texts. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the rows to a JSON file.")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        List<BenchShape> asked = (shapes != null ? shapes : quick ? List.of("facts") : List.of("facts", "small"))
                .stream().map(this::shape).distinct().toList();
        int turns = rounds != null ? rounds : quick ? 2 : 5;
        require(turns >= 1, "--rounds must be 1 or more, not " + turns);
        require(segments >= 1, "--segments must be 1 or more, not " + segments);
        require(batch >= 1, "--batch must be 1 or more, not " + batch);
        require(threads >= 1 && threads <= CORES,
                "--threads must be from 1 to " + CORES + ", the cores of this machine, not " + threads);
        Terminal terminal = bench.terminal();
        Optional<OutputFile> outFile = out.map(OutputFile::at);
        Machine machine = Machine.here();
        Double load = Machine.load();
        List<TrainingRow> rows = new ArrayList<>();
        long bytes = asked.stream().mapToLong(shape -> shape.parameterCount() * Float.BYTES).sum();
        try (WorkFolder folder = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")), bytes)) {
            asked.forEach(shape -> rows.addAll(measure(terminal, folder, shape, turns)));
        }
        terminal.println(machine.cpu() + ", " + machine.cores() + " cores, " + machine.os() + ", Java " + machine.jdk()
                + "; malloc: " + machine.malloc());
        Table table = new Table().row(TrainingRow.HEADINGS);
        rows.forEach(row -> table.row(row.cells()));
        table.print(terminal);
        terminal.println(
                "rounds: " + turns + "; load of the machine: " + (load == null ? "unknown" : load) + " before");
        rows.stream().map(row -> row.engine() + ": " + row.description()).distinct().forEach(terminal::println);
        rows.stream().filter(row -> !row.warmedUp()).map(row -> row.engine() + ", " + row.shape()).distinct()
                .forEach(name -> terminal.println(name + " was still getting faster when the clock started"));
        outFile.ifPresent(file -> JsonOutput.write(file, json(rows, machine, turns, load)));
        return 0;
    }

    private List<TrainingRow> measure(Terminal terminal, WorkFolder folder, BenchShape shape, int turns) {
        Path checkpoint = folder.root().resolve(shape.name());
        BenchCheckpoint.create(checkpoint, shape, seed);
        List<List<StepReport>> reports = ENGINES.stream().map(_ -> (List<StepReport>) new ArrayList<StepReport>())
                .toList();
        try (Progress progress = terminal.steps(shape.name(), "JVMs", (long) ENGINES.size() * turns)) {
            for (int round = 0; round < turns; round++) {
                for (int e = 0; e < ENGINES.size(); e++) {
                    double[] expected = reports.getFirst().isEmpty() ? new double[0]
                            : reports.getFirst().getFirst().losses();
                    StepTask task = task(ENGINES.get(e), checkpoint, shape, expected);
                    Path own = folder.root().resolve(shape.name() + "-" + task.engine() + "-" + round);
                    reports.get(e).add(new ForkedJvm(own, TrainingSteps.class).run(StepReport.class,
                            task.engine() + ", " + shape.name(), task.toJson()));
                    progress.step();
                }
            }
        }
        List<TrainingRow> rows = new ArrayList<>();
        for (int e = 0; e < ENGINES.size(); e++) {
            rows.add(TrainingRow.of(task(ENGINES.get(e), checkpoint, shape, new double[0]),
                    batch * segments * shape.segmentSize(), reports.get(e), reports.getFirst()));
        }
        return rows;
    }

    private StepTask task(String engine, Path checkpoint, BenchShape shape, double[] expected) {
        long window = quick ? 500 : 2000;
        return new StepTask(engine, checkpoint.toString(), shape.name(), segments, batch, threads, seed, expected,
                window, 30 * window, ITERATIONS);
    }

    private BenchShape shape(String name) {
        try {
            return BenchShapes.named(name);
        } catch (EngineException e) {
            throw new ParameterException(command.commandLine(), "--shape: " + e.getMessage());
        }
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    private ObjectNode json(List<TrainingRow> rows, Machine machine, int turns, Double load) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode all = mapper.createObjectNode();
        all.set("machine", mapper.valueToTree(machine));
        all.put("seed", seed).put("rounds", turns).put("loadAtStart", load);
        all.set("rows", mapper.valueToTree(rows));
        return all;
    }
}
