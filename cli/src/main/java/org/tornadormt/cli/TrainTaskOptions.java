package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.WildTokens;
import org.tornadormt.model.task.catalogue.TaskCatalogue;
import org.tornadormt.model.task.catalogue.TaskWords;
import picocli.CommandLine.Option;

/** What a model is trained or measured with. */
final class TrainTaskOptions {
    private static final TaskWords NO_WORDS = new TaskWords(_ -> -1, false, Optional.empty());

    @Option(names = "--task", paramLabel = "TASK", split = ",",
            description = "memorize, detect, reasoning, qa1 to qa10, copy, reverse or retrieval,"
                    + " or several with commas between them.")
    private List<String> tasks = List.of();

    @Option(names = "--easy-filler", description = "Leave out the sentences of filler that share names and places with"
            + " facts.")
    private boolean easyFiller;

    @Option(names = "--wild-tokens", paramLabel = "P", description = "How many of 100 pieces of filler are runs of"
            + " arbitrary tokens. Default: 0.")
    private int wildTokens;

    /** Checks what was asked for before anything is written. */
    void check() {
        if (tasks.isEmpty()) {
            throw new InputException("name one or more tasks: --task memorize,detect");
        }
        entries();
    }

    /** Names of the tasks. */
    List<String> names() {
        return entries().stream().map(TaskCatalogue::taskName).toList();
    }

    private List<TaskCatalogue> entries() {
        try {
            return tasks.stream().map(TaskCatalogue::named).toList();
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage());
        }
    }

    /** Says in a report what texts are made of. */
    void describe(ObjectNode report) {
        report.put("hardFiller", !easyFiller).put("wildTokens", wildTokens);
    }

    /** The tasks; those in words with the ids of a model's tokenizer. */
    List<Task> of(RmtModel model) {
        List<TaskCatalogue> entries = entries();
        if (entries.stream().noneMatch(TaskCatalogue::inWords)) {
            return entries.stream().map(entry -> entry.task(NO_WORDS)).toList();
        }
        if (model.tokenizerFile().isEmpty()) {
            throw new InputException(model.folder() + " has no tokenizer.json, which tasks in words need; put the one"
                    + " of the model there, or give --tokenizer where a model begins from --config");
        }
        try (TextTokenizer tokenizer = TextTokenizer.open(model.tokenizerFile().orElseThrow())) {
            TaskWords words = new TaskWords(word -> tokenizer.idOfWord(word).orElse(-1), !easyFiller,
                    wildTokens == 0
                            ? Optional.empty()
                            : Optional.of(new WildTokens(wildTokens, tokenizer.vocabularySize())));
            return entries.stream().map(entry -> entry.task(words)).toList();
        } catch (IllegalArgumentException e) {
            throw new InputException(model.tokenizerFile().orElseThrow() + ": " + e.getMessage());
        }
    }
}
