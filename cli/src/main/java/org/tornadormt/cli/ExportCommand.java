package org.tornadormt.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tornadormt.checkpoints.export.CheckpointExport;
import org.tornadormt.checkpoints.folders.CheckpointFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rmt export}: a checkpoint of any format as a folder of safetensors. */
@Command(name = "export", description = {
    "Writes a checkpoint as Hugging Face has it: model.safetensors, or shards with their index, beside its"
            + " configuration and tokenizer. Names, types and values of the tensors stay as they are.",
    "",
    "The folder appears when it is whole. Files of PyTorch are read without running anything in them."},
        footer = {"", "Examples:", "  rmt export run/model_best.pth --out model",
            "  rmt export big-model --out shards --max-shard-size 2GB"})
final class ExportCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Parameters(paramLabel = "MODEL", description = "Folder of a checkpoint, a file of tensors with config.json"
            + " beside it, or the name of a model of the hub that was downloaded (rmt pull).")
    private String model;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to make.")
    private Path out;

    @Option(names = "--max-shard-size", paramLabel = "SIZE", defaultValue = "5GB", converter = ByteCount.class,
            description = "Most bytes of a file of tensors: 500MB, 5GB, 2GiB. Default: ${DEFAULT-VALUE}.")
    private Long maxShardSize;

    ExportCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        CheckpointExport.requireFree(out);
        CheckpointExport.Result result;
        try (CheckpointFolder folder = CheckpointFolder.open(ModelFolder.of(model, environment));
                Progress _ = terminal.waiting("writing " + out)) {
            result = CheckpointExport.write(folder, out, maxShardSize);
        }
        new Table().row("tensors", result.tensors()).row("files", result.files())
                .row("size", String.format(Locale.ROOT, "%.1f MB", result.bytes() / 1e6)).row("written", out)
                .print(terminal);
        return 0;
    }
}
