package org.tornadormt.bench.kernels;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.bench.compare.BenchCommand;
import org.tornadormt.bench.compare.Machine;
import org.tornadormt.bench.compare.WorkFolder;
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

/** {@code rmt bench kernels}: linear maps and attention beside the peak of one core. */
@Command(name = "kernels", description = {
    "Measures linear maps and attention on one core beside what that core can do at most: fused multiply-adds in"
            + " registers, which wait for nothing.",
    "",
    "Each kernel has a JVM of its own in every round; shares of the peak are compared within a round."},
        footer = {"", "Examples:", "  rmt bench kernels", "  rmt bench kernels --vector-bits 512,256,128"})
public final class KernelsCommand implements Callable<Integer> {
    private static final List<String> LINEAR_SHAPES = List.of("1024x768x3072", "532x768x768");
    private static final String ATTENTION_SHAPE = "532x12x64";

    @ParentCommand
    private BenchCommand bench;

    @Spec
    private CommandSpec command;

    @Option(names = "--vector-bits", paramLabel = "N", split = ",",
            description = "Widths of vectors: 512, 256, 128; on x86 the"
                    + " JVM has the registers of AVX2 below 512. Default: the widest of this machine.")
    private List<Integer> vectorBits = List.of(VectorWidth.widest());

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3",
            description = "Rounds. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "3", description = "How long each JVM measures."
            + " Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the rows to a JSON file.")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        require(rounds >= 1, "--rounds must be 1 or more, not " + rounds);
        require(seconds >= 1, "--seconds must be 1 or more, not " + seconds);
        for (int bits : vectorBits) {
            require(VectorWidth.ALL.contains(bits) && bits <= VectorWidth.widest(), "--vector-bits must be 512, 256 or"
                    + " 128 and at most " + VectorWidth.widest() + ", the widest of this machine, not " + bits);
        }
        Terminal terminal = bench.terminal();
        Optional<OutputFile> outFile = out.map(OutputFile::at);
        Machine machine = Machine.here();
        terminal.println(machine.cpu() + ", one core, " + machine.os() + ", Java " + machine.jdk());
        List<KernelRow> rows = new ArrayList<>();
        try (WorkFolder folder = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")), 0)) {
            for (int bits : vectorBits) {
                List<KernelEntry> entries = entries(bits);
                KernelRun run = new KernelRun(bits, seconds, folder.root().resolve("jmh.log"));
                try (Progress progress = terminal.steps(bits + " bit", "JVMs", (long) entries.size() * rounds)) {
                    rows.addAll(run.rows(entries, rounds, progress::step));
                }
            }
        }
        Table table = new Table().row(KernelRow.HEADINGS);
        rows.forEach(row -> table.row(row.cells()));
        table.print(terminal);
        outFile.ifPresent(file -> JsonOutput.write(file, json(rows, machine)));
        return 0;
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    private List<KernelEntry> entries(int bits) {
        List<KernelEntry> entries = new ArrayList<>(List.of(KernelEntry.peak(bits)));
        LINEAR_SHAPES.forEach(shape -> entries.add(KernelEntry.linear(shape, "1")));
        entries.add(KernelEntry.attention(ATTENTION_SHAPE, "1"));
        if (bits == vectorBits.getFirst()) {
            entries.add(KernelEntry.linear(LINEAR_SHAPES.getFirst(), KernelForm.DEFINITION));
            entries.add(KernelEntry.attention(ATTENTION_SHAPE, KernelForm.DEFINITION));
        }
        return entries;
    }

    private ObjectNode json(List<KernelRow> rows, Machine machine) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode all = mapper.createObjectNode();
        all.set("machine", mapper.valueToTree(machine));
        all.put("rounds", rounds).put("seconds", seconds);
        all.set("kernels", mapper.valueToTree(rows));
        return all;
    }
}
