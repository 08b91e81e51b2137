package org.tornadormt.model.task.catalogue;

import java.util.Optional;
import java.util.function.ToIntFunction;
import org.tornadormt.model.task.FactTasks;
import org.tornadormt.model.task.Grammar;
import org.tornadormt.model.task.WildTokens;

/**
 * What tasks in words need.
 *
 * @param vocabulary id of a word, negative for a word that the vocabulary lacks
 * @param hardFiller whether filler also draws the sentences that share names and places with facts
 * @param wildTokens runs of arbitrary tokens among the filler, if there are any
 */
public record TaskWords(ToIntFunction<String> vocabulary, boolean hardFiller, Optional<WildTokens> wildTokens) {

    /** Facts and filler of the standard grammar. */
    FactTasks facts() {
        var facts = new FactTasks(Grammar.standard(), vocabulary, hardFiller);
        return wildTokens.map(facts::withWildTokens).orElse(facts);
    }
}
