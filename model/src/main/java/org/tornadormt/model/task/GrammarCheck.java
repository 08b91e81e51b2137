package org.tornadormt.model.task;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What makes a grammar sound. Each check throws {@link IllegalArgumentException} that names the list and the entry. */
final class GrammarCheck {
    // Capitals are for slots, so a phrase has none.
    private static final Pattern WORD = Pattern.compile("[^\\s\\p{Lu}]+");
    private static final Pattern PHRASE = Pattern.compile(WORD + "( " + WORD + ")*");
    private static final Pattern SENTENCE = Pattern.compile("\\S+( \\S+)* [.?]");
    private static final Pattern STATES_FACT = Pattern.compile("\\bNAME .*\\bto the PLACE\\b");

    private GrammarCheck() {}

    /** A copy of a list of different phrases of one lower-case word each. */
    static List<String> words(String list, List<String> words) {
        return different(list, words, WORD, "one lower-case word");
    }

    /** A copy of a list of different phrases of lower-case words with one space between them. */
    static List<String> phrases(String list, List<String> phrases) {
        return different(list, phrases, PHRASE, "lower-case words with one space between them");
    }

    private static List<String> different(String list, List<String> phrases, Pattern form, String formInWords) {
        requireEntries(list, phrases);
        var seen = new HashSet<String>();
        for (String phrase : phrases) {
            require(phrase != null && form.matcher(phrase).matches(), list, phrase, "is not " + formInWords);
            require(seen.add(phrase), list, phrase, "occurs twice");
        }
        return List.copyOf(phrases);
    }

    /** A copy of a list of templates that are sentences, know their slots and state no fact. */
    static List<FillerTemplate> templates(String list, List<FillerTemplate> templates) {
        requireEntries(list, templates);
        for (FillerTemplate template : templates) {
            require(template != null && template.text() != null, list, null, "is no [weight, \"sentence\"]");
            String text = template.text();
            require(template.weight() >= 1, list, text, "has the weight " + template.weight() + "; give 1 or more");
            require(SENTENCE.matcher(text).matches(), list, text,
                    "must be words with one space between them and end in ' .' or ' ?'");
            require(!STATES_FACT.matcher(text).find(), list, text, "can state a fact; filler must not");
            for (String part : template.parts()) {
                require(Slot.named(part).isPresent() || WORD.matcher(part).matches(), list, text,
                        "has the unknown slot " + part + "; known are " + List.of(Slot.values()));
            }
        }
        return List.copyOf(templates);
    }

    /**
     * Filler gets names and places of facts through the slots {@code NAME} and {@code PLACE} only: otherwise a template
     * that looks harmless could state a fact.
     *
     * @param filler every other phrase, and the text of every template
     */
    static void factWordsStandAlone(List<String> names, List<String> places, Stream<String> filler) {
        for (String place : places) {
            require(!names.contains(place), "places", place, "is also in names");
        }
        filler.forEach(phrase -> {
            for (String word : phrase.split(" ")) {
                String where = "occurs in the filler '" + phrase + "'; use the slot ";
                require(!names.contains(word), "names", word, where + Slot.NAME);
                require(!places.contains(word), "places", word, where + Slot.PLACE);
            }
        });
    }

    private static void requireEntries(String list, List<?> entries) {
        if (entries == null || entries.isEmpty()) {
            throw new IllegalArgumentException("grammar: '" + list + "' is missing or empty; give at least one entry");
        }
    }

    private static void require(boolean sound, String list, String entry, String problem) {
        if (!sound) {
            throw new IllegalArgumentException("grammar: '" + entry + "' in '" + list + "' " + problem);
        }
    }
}
