package org.tornadormt.bench.compare;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.bench.kernels.KernelsCommand;
import org.tornadormt.bench.length.LengthCommand;
import org.tornadormt.bench.start.StartCommand;
import org.tornadormt.bench.training.TrainingCommand;
import org.tornadormt.cli.JsonOutput;
import org.tornadormt.cli.OutputFile;
import org.tornadormt.cli.Terminal;
import org.tornadormt.kernels.device.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code rmt bench}: how fast this project is beside other engines. */
@Command(name = "bench", subcommands = {KernelsCommand.class, LengthCommand.class,
    StartCommand.class, TrainingCommand.class},
        description = {
            "Compares the speed with DJL (PyTorch) and ONNX Runtime on this machine's CPU, on one set of random weights.",
            "",
            "All engines must have the same logits and memory before anything is timed. Each runs in a JVM of its own,"
                    + " in turns; speeds are compared within a round, and the table has medians and quartiles over the"
                    + " rounds. Work \"same\": all compute the logits of every token. Work \"user\": this project only"
                    + " reads, as for a long text; the others as before."},
        footer = {"", "Examples:", "  rmt bench --quick", "  rmt bench --threads 1,2 --batch 1,4 --out bench.json",
            "  rmt bench --against onnx --shape small facts",
            "  rmt bench --against djl --device tornado"})
public final class BenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private BenchOptions options;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where its subcommands print. */
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public Integer call() {
        List<Contender> contenders = Contender.all(options.baselines());
        List<Configuration> configurations = options.configurations();
        Effort effort = options.effort();
        // Says what is wrong with a device before weights are made.
        Devices.find(1).choose(options.device());
        Optional<OutputFile> outputFile = options.out().map(OutputFile::at);
        long bytes = configurations.stream().mapToLong(each -> WorkFolder.bytes(each.shape(), each.batch())).max()
                .orElseThrow();
        try (WorkFolder folder = WorkFolder.in(options.workDir(), bytes)) {
            BenchRun run = new BenchRun(terminal, folder, effort, options.seed(), options.device());
            run.introduce();
            run.compare(configurations, contenders);
            if (run.rows().isEmpty()) {
                return ExitCode.SOFTWARE;
            }
            run.conclude();
            outputFile.ifPresent(file -> JsonOutput.write(file, new JsonMapper().valueToTree(run.rows())));
            return run.hasWrongNumbers() ? ExitCode.SOFTWARE : ExitCode.OK;
        }
    }
}
