package org.tornadormt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.language.LanguageTask;
import org.tornadormt.model.task.language.TokenFile;
import org.tornadormt.model.training.RunFolder;
import picocli.CommandLine.Option;

/** Files of text that a model is trained with, in place of a task. */
final class TrainDataOptions {
    private static final String TRAINING = "training.tokens";
    private static final String VALIDATION = "validation.tokens";

    @Option(names = "--data", paramLabel = "FILE", split = ",", description = "In place of --task: text in UTF-8, whose"
            + " every token is predicted from those before it. Several files follow each other.")
    private List<Path> data = List.of();

    @Option(names = "--validation", paramLabel = "FILE", split = ",", description = "Text that the model is measured"
            + " with. Default: that of --data.")
    private List<Path> validation = List.of();

    /** Whether there are some. */
    boolean isGiven() {
        return !data.isEmpty() || !validation.isEmpty();
    }

    /**
     * Checks what was asked for before anything is written.
     *
     * @param tasks names of the tasks that were asked for
     */
    void check(List<String> tasks) {
        if (!tasks.isEmpty()) {
            throw new InputException("train with texts or with tasks: leave out --task " + String.join(",", tasks)
                    + ", or --data and --validation");
        }
        if (data.isEmpty()) {
            throw new InputException("--validation " + names(validation) + " measures what is learned from --data;"
                    + " name a text to train with");
        }
        data.forEach(ByteInput::requireReadable);
        validation.forEach(ByteInput::requireReadable);
    }

    /** Writes the tokens of the files into the folder of a run. */
    void write(RunFolder folder, RmtModel model, Terminal terminal) {
        try {
            Files.createDirectories(folder.data());
        } catch (IOException e) {
            throw new CheckpointException("Cannot write %s: %s".formatted(folder.data(), e.getMessage()), e);
        }
        write(folder.data().resolve(TRAINING), data, model, terminal);
        if (!validation.isEmpty()) {
            write(folder.data().resolve(VALIDATION), validation, model, terminal);
        }
    }

    private static void write(Path target, List<Path> files, RmtModel model, Terminal terminal) {
        Path tokenizer = model.tokenizerFile().orElseThrow(() -> new InputException(model.folder()
                + " has no tokenizer.json, which --data needs; put the one of the model there, or give --tokenizer"
                + " where a model begins from --config"));
        TokenFile.write(target, piece -> {
            for (Path file : files) {
                try (TokenSource source = new TextSource(ByteInput.open(file, terminal),
                        TextTokenizer.open(tokenizer), model.config().vocabularySize())) {
                    source.forEachPiece((ids, _) -> piece.accept(ids));
                }
            }
        });
    }

    /** What the folder of a run holds of them. */
    Task of(RunFolder folder, RmtModel model) {
        LanguageTask task = task(folder.data().resolve(TRAINING), data, model);
        return validation.isEmpty()
                ? task
                : task.measuredWith(task(folder.data().resolve(VALIDATION), validation, model));
    }

    private static LanguageTask task(Path tokens, List<Path> files, RmtModel model) {
        return new LanguageTask(names(files), TokenFile.open(tokens), model.config().vocabularySize());
    }

    private static String names(List<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining(","));
    }
}
