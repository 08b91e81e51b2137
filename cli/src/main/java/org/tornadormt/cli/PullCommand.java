package org.tornadormt.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.hub.HubEnvironment;
import org.tornadormt.checkpoints.hub.HubModel;
import org.tornadormt.checkpoints.hub.HubPull;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rmt pull}: downloads a model. */
@Command(name = "pull", description = {"Downloads a model of the Hugging Face hub and prints its folder.", "",
    "Only what is needed: configuration, tokenizer, and the weights once, as safetensors if there are any. Every"
            + " file is checked against the hash that the hub has of it. A download that was interrupted goes on"
            + " where it stopped. Other commands take the name in place of a folder; they never download.",
    "",
    "Models lie in the cache of Python's huggingface_hub, which both use: HF_HUB_CACHE, or HF_HOME/hub, or"
            + " ~/.cache/huggingface/hub. Other variables: HF_TOKEN (or the file HF_HOME/token) for models that are"
            + " private or gated, HF_ENDPOINT for another hub, HF_HUB_OFFLINE=1, HTTPS_PROXY, NO_PROXY."},
        footer = {"", "Examples:",
            "  rmt pull openai-community/gpt2",
            "  rmt pull booydar/rmt-gpt2-babilong-qa1@main",
            "  rmt info openai-community/gpt2 --mem-tokens 10"})
final class PullCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "MODEL", description = "ORG/NAME or ORG/NAME@REVISION: the name on the hub.")
    private String name;

    @Option(names = "--revision", paramLabel = "R", description = "A branch, a tag or a commit. Default: main.")
    private Optional<String> revision;

    @Option(names = "--offline", description = "Use no network: say where the model lies, or what of it is missing.")
    private boolean offline;

    PullCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        HubModel model = model();
        try (PullProgress progress = new PullProgress(terminal)) {
            Path folder = new HubPull(HubEnvironment.of(environment), progress).pull(model, offline);
            terminal.println(folder.toAbsolutePath().toString());
        }
        return 0;
    }

    private HubModel model() {
        if (revision.isPresent() && name.contains("@")) {
            throw wrongUsage(name + " names a revision, and --revision " + revision.get() + " does so too; give one");
        }
        try {
            HubModel model = HubModel.parse(name);
            return revision.map(known -> new HubModel(model.organisation(), model.name(), known)).orElse(model);
        } catch (CheckpointException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
