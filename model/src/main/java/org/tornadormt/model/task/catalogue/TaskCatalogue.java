package org.tornadormt.model.task.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tornadormt.model.task.FactTask;
import org.tornadormt.model.task.FactTextTask;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.algorithmic.CopyTask;
import org.tornadormt.model.task.algorithmic.RetrievalTask;
import org.tornadormt.model.task.algorithmic.ReverseTask;
import org.tornadormt.model.task.babi.BabiTask;
import org.tornadormt.model.task.babi.StoryKind;
import org.tornadormt.model.task.reasoning.TwoFactTask;

/** Every task that has a name. */
public enum TaskCatalogue {
    /** A fact at the beginning of the text. */
    MEMORIZE(words -> new FactTextTask(words.facts(), FactTask.MEMORIZE)),
    /** A fact anywhere in the text. */
    DETECT(words -> new FactTextTask(words.facts(), FactTask.DETECT)),
    /** Two facts anywhere in the text, of which one answers. */
    REASONING(words -> new TwoFactTask(words.vocabulary(), words.facts())),
    /** Task 1 of bAbI. */
    QA1(StoryKind.QA1),
    /** Task 2 of bAbI. */
    QA2(StoryKind.QA2),
    /** Task 3 of bAbI. */
    QA3(StoryKind.QA3),
    /** Task 4 of bAbI. */
    QA4(StoryKind.QA4),
    /** Task 5 of bAbI. */
    QA5(StoryKind.QA5),
    /** Task 6 of bAbI. */
    QA6(StoryKind.QA6),
    /** Task 7 of bAbI. */
    QA7(StoryKind.QA7),
    /** Task 8 of bAbI. */
    QA8(StoryKind.QA8),
    /** Task 9 of bAbI. */
    QA9(StoryKind.QA9),
    /** Task 10 of bAbI. */
    QA10(StoryKind.QA10),
    /** Symbols again, twice. */
    COPY(CopyTask::new),
    /** Symbols backwards. */
    REVERSE(ReverseTask::new),
    /** The digit that came with a letter. */
    RETRIEVAL(() -> new RetrievalTask(RetrievalTask.PAPER_PAIRS));

    private final boolean inWords;
    private final Function<TaskWords, Task> maker;

    TaskCatalogue(Function<TaskWords, Task> maker) {
        this.inWords = true;
        this.maker = maker;
    }

    TaskCatalogue(StoryKind kind) {
        this(words -> new BabiTask(kind, words.vocabulary(), words.facts()));
    }

    TaskCatalogue(Supplier<Task> maker) {
        this.inWords = false;
        this.maker = _ -> maker.get();
    }

    /**
     * The entry of a name, in upper or lower case.
     *
     * @throws IllegalArgumentException if there is none; the message names those there are
     */
    public static TaskCatalogue named(String name) {
        return Arrays.stream(values()).filter(entry -> entry.taskName().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst().orElseThrow(() -> new IllegalArgumentException("there is no task " + name + "; there are "
                        + String.join(", ", names())));
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(TaskCatalogue::taskName).toList();
    }

    /** The name by which a person chooses it. */
    public String taskName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its texts are words, whose ids a tokenizer says; the ids of others are their own. */
    public boolean inWords() {
        return inWords;
    }

    /**
     * The task.
     *
     * @param words for a task in words; of no meaning for others
     * @throws IllegalArgumentException if the vocabulary lacks a word
     */
    public Task task(TaskWords words) {
        return maker.apply(words);
    }
}
