package org.tornadormt.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.training.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rmt train}: teaches a model to use its memory. */
@Command(name = "train", description = {
    "Trains a model on texts of a growing number of segments, with gradients through its memory.", "",
    "DIR gets last and best, checkpoints that every command here and Transformers load, metrics.jsonl and loss.png."
            + " Ctrl-C saves and ends; --resume goes on, and ends where a run without a break would have ended, to the"
            + " last bit."},
        footer = {"", "Examples:",
            "  rmt train --task memorize,detect --config models/facts/config.json \\",
            "      --out run", "  rmt train --resume --out run",
            "  rmt train --task detect --base run/best --segments 4,8 --carry 8 \\",
            "      --lr 3e-4 --out run2"})
final class TrainCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Mixin
    private TrainOptions options;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder of the run; new, or empty,"
            + " unless with --resume.")
    private Path out;

    @Option(names = "--resume", description = "Go on with the run in --out, with its options.")
    private boolean resume;

    @Option(names = "--time-limit", paramLabel = "T", converter = TimeSpan.class, description = "Save and end after"
            + " that time, such as 90s, 30m or 8h. Default: none.")
    private Duration timeLimit;

    @Option(names = "--token-limit", paramLabel = "N", converter = TokenCount.class, description = "Save and end after"
            + " the step with which the run has read that many tokens, so that runs can be compared at equal cost."
            + " k = 1024, M = 1024k. Default: none.")
    private Integer tokenLimit;

    @Mixin
    private DeviceOptions deviceOptions;

    TrainCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        RunFolder folder = new RunFolder(out);
        TrainArguments arguments = TrainArguments.given(command);
        Device device = deviceOptions.deviceForGradients(terminal);
        long deadline = timeLimit == null ? Long.MAX_VALUE : System.nanoTime() + timeLimit.toNanos();
        long mostTokens = tokenLimit == null ? Long.MAX_VALUE : tokenLimit;
        TrainSession session;
        if (resume) {
            TrainArguments saved = TrainArguments.of(folder.state());
            arguments.requirePartOf(saved, out);
            session = new TrainSession(terminal, environment, device, folder, saved);
        } else {
            session = new TrainSession(terminal, environment, device, folder, arguments);
            session.check();
            folder.create();
        }
        try (Interruption interruption = new Interruption(terminal, "saving after this step")) {
            session.run(resume, tokens -> interruption.came() || tokens >= mostTokens
                    || System.nanoTime() - deadline > 0);
            return interruption.exitCode();
        }
    }
}
