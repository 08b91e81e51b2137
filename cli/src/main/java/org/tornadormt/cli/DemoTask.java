package org.tornadormt.cli;

import java.util.Locale;
import java.util.function.ToIntFunction;
import org.tornadormt.model.task.FactTask;
import org.tornadormt.model.task.FactTasks;
import org.tornadormt.model.task.FactTextTask;
import org.tornadormt.model.task.NeedleTask;
import org.tornadormt.model.task.reasoning.TwoFactTask;

/** The tasks that a demo shows: those of arXiv 2304.11062, section 4. */
enum DemoTask {
    /** The fact is the beginning of the text. */
    MEMORIZE("one fact at its very beginning", "in front of"),
    /** The fact is anywhere. */
    DETECT("one fact at a place drawn by chance", "among"),
    /** Two facts, anywhere. */
    REASONING("two facts at places drawn by chance", "among");

    private final String facts;
    private final String filler;

    DemoTask(String facts, String filler) {
        this.facts = facts;
        this.filler = filler;
    }

    /** What a text hides and where, for a sentence that goes on with what the filler is. */
    String describe(String example) {
        return facts + ", such as “" + example + "”, " + filler;
    }

    /** As a person writes it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The task that a model is measured with.
     *
     * @param vocabulary id of a word
     * @param facts facts and filler
     * @throws InputException if the choice has no meaning for the task
     */
    NeedleTask of(ToIntFunction<String> vocabulary, FactTasks facts, FactChoice choice) {
        return switch (this) {
            case MEMORIZE -> new FactTextTask(facts.withFacts(choice.of(facts.facts())), FactTask.MEMORIZE);
            case DETECT -> new FactTextTask(facts.withFacts(choice.of(facts.facts())), FactTask.DETECT);
            case REASONING -> {
                choice.requireNone("reasoning draws its two facts and the question by chance");
                yield new TwoFactTask(vocabulary, facts).measured();
            }
        };
    }
}
