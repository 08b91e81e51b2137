package org.tornadormt.cli;

import java.nio.file.Path;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.model.RmtModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The model, and what the user may say about it. */
final class ModelOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(paramLabel = "MODEL", description = "Folder with config.json, model.safetensors and, for text,"
            + " tokenizer.json, as Hugging Face has them; rmt_config.json if there is one. Or the name of a model that"
            + " rmt pull has downloaded: ORG/NAME or ORG/NAME@REVISION.")
    private String model;

    @Mixin
    private LoadingOptions loading;

    /**
     * A file that a command will write; see {@link OutputFile#at}.
     *
     * @throws InputException if it would replace a file of the model
     */
    OutputFile output(Path file) {
        return loading.output(file, model);
    }

    /** Loads the model; warns if its memory is not trained. */
    RmtModel load(Terminal terminal) {
        return loading.load(terminal, model);
    }

    /**
     * Loads the model for a text that is read as it comes. Only the last segment of such a text can be the short one,
     * since where it ends is not known before.
     */
    RmtModel loadForStream(Terminal terminal) {
        loading.alignment().filter(asked -> asked != Alignment.LEFT).ifPresent(asked -> {
            throw new ParameterException(command.commandLine(), "--alignment " + asked.text() + " needs the length"
                    + " of the text beforehand; " + command.name() + " reads it as it comes, which is left");
        });
        RmtModel loaded = load(terminal);
        if (loaded.memoryConfig().alignment() != Alignment.LEFT) {
            terminal.note(
                    "warning: the model has alignment " + loaded.memoryConfig().alignment().text() + "; a text that"
                            + " is read as it comes is aligned left (say so with --alignment left)");
        }
        return loaded;
    }

    /** What the checkpoint holds. */
    ParameterCount parameterCount() {
        return loading.parameterCount(model);
    }
}
