package org.tornadormt.model.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Recognises filler with regular expressions made from grammar.json, independently of the classes that write it. */
final class FillerParser {
    private static final Map<String, String> LIST_OF_SLOT = Map.ofEntries(Map.entry("ADJ", "adjectives"),
            Map.entry("NOUN", "nouns"), Map.entry("ANIM", "beings"), Map.entry("PRON", "pronouns"),
            Map.entry("VERB", "verbs"), Map.entry("IVERB", "intransitiveVerbs"), Map.entry("ADV", "adverbs"),
            Map.entry("ONAME", "otherNames"), Map.entry("OPLACE", "otherPlaces"), Map.entry("PREP", "prepositions"),
            Map.entry("NAME", "names"), Map.entry("PLACE", "places"), Map.entry("ACT", "actions"),
            Map.entry("DIR", "directions"));

    private final JsonNode grammar;
    private final Map<Pattern, Integer> weights = new LinkedHashMap<>();

    FillerParser(boolean hardFiller) {
        try (var json = Grammar.class.getResourceAsStream("grammar.json")) {
            this.grammar = new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String list : hardFiller ? List.of("easyFiller", "hardFiller") : List.of("easyFiller")) {
            grammar.get(list).forEach(template -> weights.put(pattern(template.get(1).textValue()),
                    template.get(0).intValue()));
        }
    }

    /** A pattern of a template's sentences with a space after each token. */
    Pattern pattern(String template) {
        return Pattern.compile(Stream.of(template.split(" "))
                .map(part -> LIST_OF_SLOT.containsKey(part) ? anyOf(LIST_OF_SLOT.get(part)) : Pattern.quote(part))
                .collect(Collectors.joining(" ", "", " ")));
    }

    private String anyOf(String list) {
        return StreamSupport.stream(grammar.get(list).spliterator(), false).map(JsonNode::textValue)
                .collect(Collectors.joining("|", "(", ")"));
    }

    /** Weight of each template, in the order of the grammar. */
    List<Integer> weights() {
        return List.copyOf(weights.values());
    }

    /**
     * The number of each sentence's template. The text may break off inside its last sentence.
     *
     * @throws AssertionError if a sentence is of no template or of several
     */
    List<Integer> parse(String text) {
        var templates = new ArrayList<Integer>();
        var patterns = List.copyOf(weights.keySet());
        // No sentence has more than 14 tokens of at most 10 letters: what is left at the end may be cut.
        int cut = text.length() - 14 * 11;
        int position = 0;
        while (position < cut) {
            int found = -1;
            int end = position;
            for (int i = 0; i < patterns.size(); i++) {
                var matcher = patterns.get(i).matcher(text).region(position, text.length());
                if (matcher.lookingAt()) {
                    if (found >= 0) {
                        throw new AssertionError("two templates at: " + text.substring(position, position + 80));
                    }
                    found = i;
                    end = matcher.end();
                }
            }
            if (found < 0) {
                throw new AssertionError("no template at: " + text.substring(position, position + 80));
            }
            templates.add(found);
            position = end;
        }
        return templates;
    }
}
