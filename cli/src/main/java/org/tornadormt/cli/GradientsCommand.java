package org.tornadormt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.training.GradientCheck;
import org.tornadormt.model.training.TextGradients;
import org.tornadormt.model.training.TextGradients.Labelled;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rmt gradients}: raw gradients for comparison with other implementations. */
@Command(name = "gradients", description = {
    "Writes the loss of a text and its gradients, for comparison with other implementations.", "",
    "The file holds, in float32: loss, the mean cross-entropy of every token but the first, shifted over the whole"
            + " text; and the gradient of every parameter under its name in the checkpoint, memory_cell.memory"
            + " included. Segments are replayed, so the activations are those of one segment, whatever the length."},
        footer = {"", "Examples:", "  rmt gradients gpt2-rmt --ids ids.txt --segment-size 512 --out g.safetensors",
            "  rmt gradients gpt2-rmt --ids ids.txt --bptt 2 --out g.safetensors"})
final class GradientsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec command;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private DeviceOptions deviceOptions;

    @Mixin
    private IdSegments ids;

    @Option(names = "--bptt", paramLabel = "K", description = "Cut the gradient of the memory after segment s (from 0)"
            + " of n, if s >= 1 and s + K <= n, as k2 of the reference implementation does. Default: nowhere.")
    private Integer bptt;

    @Option(names = "--label", paramLabel = "C",
            description = "The class of the text, counted from 0, for a classifier.")
    private Integer label;

    @Option(names = "--labelled", paramLabel = "WHICH", defaultValue = "last", description = "Segments that a"
            + " classifier is asked of: last, or all, whose losses are averaged. Default: ${DEFAULT-VALUE}.")
    private Labelled labelled;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The safetensors file to write.")
    private Path out;

    GradientsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (bptt != null && bptt < 1) {
            throw new ParameterException(command.commandLine(), "--bptt must be 1 or more, not " + bptt);
        }
        OutputFile outputFile = modelOptions.output(out);
        ids.requireReadable();
        Device device = deviceOptions.deviceForGradients(terminal);
        RmtModel model = modelOptions.load(terminal);
        List<int[]> segments = ids.read(terminal, model);
        List<Tensor> tensors;
        try (Progress _ = terminal.waiting("gradients through " + segments.size() + " segments")) {
            GradientCheck.require(model, device);
            OptionalInt depth = bptt == null ? OptionalInt.empty() : OptionalInt.of(bptt);
            tensors = label == null
                    ? TextGradients.of(model, device, segments, depth)
                    : TextGradients.of(model, device, segments, label, labelled, depth);
        }
        outputFile.write(file -> SafetensorsWriter.write(file, tensors, IdSegments.metadata(model, device)));
        new Table().row("tokens", segments.stream().mapToLong(segment -> segment.length).sum())
                .row("segments", segments.size())
                .row("loss", String.format(Locale.ROOT, "%.6f", tensors.getFirst().floatAt(0)))
                .row("gradients", tensors.size() - 1).row("device", device.info().describe())
                .row("written", outputFile).print(terminal);
        return 0;
    }
}
