package org.tornadormt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rmt forward}: raw numbers for comparison with other implementations. */
@Command(name = "forward", description = {
    "Writes the raw numbers of a text, for comparison with other implementations.", "",
    "The file holds, in float32: logits [tokens, vocabulary] of a decoder, or [labels] of an encoder after the"
            + " last segment; memory [segments, M, hidden], the state after each segment (with --mem-tokens 0"
            + " it is there and empty). Its metadata names device, versions, segment size and alignment.",
    "",
    "A decoder's segment is [memory, tokens, memory], an encoder's [CLS] memory [SEP] tokens [SEP], with"
            + " --mem-tokens 0 too; ids of special tokens are taken out of an encoder's text."},
        footer = {
            "", "Examples:",
            "  rmt forward gpt2 --ids ids.txt --out numbers.safetensors",
            "  rmt forward gpt2 --ids ids.txt --out m10.safetensors --mem-tokens 10",
            "  echo 464 3290 | rmt forward gpt2 --ids - --out x.safetensors --device tornado"})
final class ForwardCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private DeviceOptions deviceOptions;

    @Mixin
    private ProfileOption profile;

    @Mixin
    private IdSegments ids;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The safetensors file to write.")
    private Path out;

    ForwardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        OutputFile outputFile = modelOptions.output(out);
        profile.requireWritable();
        ids.requireReadable();
        Device device = profile.watch(deviceOptions.device(terminal));
        RmtModel model = modelOptions.load(terminal);
        List<int[]> segments = ids.read(terminal, model);
        long tokens = segments.stream().mapToLong(segment -> segment.length).sum();
        List<Tensor> tensors;
        try (Progress progress = terminal.progress("forward", "tokens", tokens)) {
            tensors = ForwardTensors.of(model, device, segments, progress);
        }
        outputFile.write(file -> SafetensorsWriter.write(file, tensors, IdSegments.metadata(model, device)));
        Table table = new Table().row("tokens", tokens).row("segments", segments.size());
        tensors.forEach(tensor -> table.row(tensor.name(), tensor.shape()));
        table.row("device", device.info().describe()).row("written", outputFile).print(terminal);
        profile.write(device, terminal);
        return 0;
    }
}
