package org.tornadormt.model.task;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A word of a filler template that stands for any phrase of one list of the grammar. */
enum Slot {
    ADJ,
    NOUN,
    ANIM,
    PRON,
    VERB,
    IVERB,
    ADV,
    ONAME,
    OPLACE,
    PREP,
    NAME,
    PLACE,
    ACT,
    DIR;

    /** What may stand in this slot. */
    List<String> phrases(Grammar grammar) {
        return switch (this) {
            case ADJ -> grammar.adjectives();
            case NOUN -> grammar.nouns();
            case ANIM -> grammar.beings();
            case PRON -> grammar.pronouns();
            case VERB -> grammar.verbs();
            case IVERB -> grammar.intransitiveVerbs();
            case ADV -> grammar.adverbs();
            case ONAME -> grammar.otherNames();
            case OPLACE -> grammar.otherPlaces();
            case PREP -> grammar.prepositions();
            case NAME -> grammar.names();
            case PLACE -> grammar.places();
            case ACT -> grammar.actions();
            case DIR -> grammar.directions();
        };
    }

    /** The slot that a word of a template names; empty if it is a fixed word. */
    static Optional<Slot> named(String word) {
        return Arrays.stream(values()).filter(slot -> slot.name().equals(word)).findFirst();
    }
}
