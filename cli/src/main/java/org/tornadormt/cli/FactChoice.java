package org.tornadormt.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tornadormt.model.task.Fact;
import picocli.CommandLine.Option;

/** Which facts are told and asked for. */
final class FactChoice {
    @Option(names = "--fact", paramLabel = "TEXT", description = "Tell this fact, such as \"mary went to the"
            + " kitchen\", in every sample. Default: any of the task's facts, by chance.")
    private Optional<String> fact = Optional.empty();

    @Option(names = "--question", paramLabel = "TEXT", description = "Ask this, such as \"where is mary?\". Default:"
            + " where the one is whom the fact tells of.")
    private Optional<String> question = Optional.empty();

    /**
     * The facts that fit to the options.
     *
     * @param facts all facts of the task
     * @throws InputException if there is none; the message lists the words of the task
     */
    List<Fact> of(List<Fact> facts) {
        List<Fact> told = facts.stream()
                .filter(one -> fact.isEmpty() || plain(one.text()).equals(plain(fact.get()))).toList();
        if (told.isEmpty()) {
            throw new InputException("--fact \"" + fact.orElseThrow() + "\" is none of this task; say \"NAME ACTION to"
                    + " the PLACE\" with NAME one of " + words(facts, Fact::name) + ", ACTION one of "
                    + words(facts, Fact::action) + ", PLACE one of " + words(facts, Fact::place));
        }
        List<Fact> asked = told.stream()
                .filter(one -> question.isEmpty() || plain(one.question()).equals(plain(question.get()))).toList();
        if (asked.isEmpty()) {
            throw new InputException("--question \"" + question.orElseThrow() + "\" cannot be answered here; ask"
                    + " \"where is NAME?\" with NAME one of " + words(told, Fact::name));
        }
        return asked;
    }

    /** Checks that there is no choice, where {@code reason} leaves none. */
    void requireNone(String reason) {
        if (fact.isPresent() || question.isPresent()) {
            throw new InputException(reason + "; leave out --fact and --question, or take --task detect");
        }
    }

    /** Lower case, one space between words, nothing behind them. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[.?]", " ").strip().replaceAll("\\s+", " ");
    }

    private static String words(List<Fact> facts, Function<Fact, String> part) {
        return facts.stream().map(part).distinct().collect(Collectors.joining(", "));
    }
}
