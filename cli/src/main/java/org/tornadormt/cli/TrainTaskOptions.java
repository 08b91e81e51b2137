package org.tornadormt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.FactTask;
import org.tornadormt.model.task.FactTasks;
import org.tornadormt.model.task.FactTextTask;
import org.tornadormt.model.task.Grammar;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.WildTokens;
import picocli.CommandLine.Option;

/** What a model is trained with. */
final class TrainTaskOptions {
    @Option(names = "--task", paramLabel = "TASK", split = ",", description = "memorize, detect, or several with commas"
            + " between them, which take turns.")
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
            throw new InputException("name what to train with: --task memorize,detect");
        }
        tasks.forEach(TrainTaskOptions::position);
    }

    /** The tasks in the ids of a model's tokenizer. */
    List<Task> of(RmtModel model) {
        if (model.tokenizerFile().isEmpty()) {
            throw new InputException(model.folder() + " has no tokenizer.json, which the tasks need; give --tokenizer");
        }
        FactTasks facts = facts(model);
        List<Task> chosen = new ArrayList<>();
        for (String task : tasks) {
            chosen.add(new FactTextTask(facts, position(task)));
        }
        return chosen;
    }

    private FactTasks facts(RmtModel model) {
        try (TextTokenizer tokenizer = TextTokenizer.open(model.tokenizerFile().orElseThrow())) {
            FactTasks facts = new FactTasks(Grammar.standard(), word -> tokenizer.idOfWord(word).orElse(-1),
                    !easyFiller);
            return wildTokens == 0
                    ? facts
                    : facts.withWildTokens(new WildTokens(wildTokens, tokenizer.vocabularySize()));
        } catch (IllegalArgumentException e) {
            throw new InputException(model.tokenizerFile().orElseThrow() + ": " + e.getMessage());
        }
    }

    private static FactTask position(String task) {
        try {
            return FactTask.valueOf(task.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new InputException("there is no task " + task + "; there are memorize and detect");
        }
    }
}
