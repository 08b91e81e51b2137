package org.tornadormt.model.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words of facts and the words and sentences of filler. A grammar that exists is sound: every list has phrases,
 * names and places of facts occur in no other list, and no template of filler can state a fact.
 *
 * @param names who facts and questions are about; one word each
 * @param actions what they did; one word or more
 * @param places where they went, and so the answers; one word each, in the order in which answers are reported
 * @param directions slot {@code DIR}
 * @param otherNames slot {@code ONAME}: people no question is about
 * @param otherPlaces slot {@code OPLACE}: places that are no answer
 * @param beings slot {@code ANIM}
 * @param nouns slot {@code NOUN}
 * @param adjectives slot {@code ADJ}
 * @param verbs slot {@code VERB}
 * @param intransitiveVerbs slot {@code IVERB}
 * @param adverbs slot {@code ADV}
 * @param prepositions slot {@code PREP}
 * @param pronouns slot {@code PRON}
 * @param easyFiller sentences that share neither names nor places with facts
 * @param hardFiller sentences that share them: a model must tell <em>mary went to the castle</em> from a fact
 */
public record Grammar(List<String> names, List<String> actions, List<String> places, List<String> directions,
        List<String> otherNames, List<String> otherPlaces, List<String> beings, List<String> nouns,
        List<String> adjectives, List<String> verbs, List<String> intransitiveVerbs, List<String> adverbs,
        List<String> prepositions, List<String> pronouns, List<FillerTemplate> easyFiller,
        List<FillerTemplate> hardFiller) {

    private static final ObjectReader JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT).disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build().readerFor(Grammar.class);

    /** @throws IllegalArgumentException if the grammar is not sound; the message names the list and the word */
    public Grammar {
        names = GrammarCheck.words("names", names);
        actions = GrammarCheck.phrases("actions", actions);
        places = GrammarCheck.words("places", places);
        directions = GrammarCheck.phrases("directions", directions);
        otherNames = GrammarCheck.phrases("otherNames", otherNames);
        otherPlaces = GrammarCheck.phrases("otherPlaces", otherPlaces);
        beings = GrammarCheck.phrases("beings", beings);
        nouns = GrammarCheck.phrases("nouns", nouns);
        adjectives = GrammarCheck.phrases("adjectives", adjectives);
        verbs = GrammarCheck.phrases("verbs", verbs);
        intransitiveVerbs = GrammarCheck.phrases("intransitiveVerbs", intransitiveVerbs);
        adverbs = GrammarCheck.phrases("adverbs", adverbs);
        prepositions = GrammarCheck.phrases("prepositions", prepositions);
        pronouns = GrammarCheck.phrases("pronouns", pronouns);
        easyFiller = GrammarCheck.templates("easyFiller", easyFiller);
        hardFiller = GrammarCheck.templates("hardFiller", hardFiller);
        var fillerTexts = Stream.concat(easyFiller.stream(), hardFiller.stream()).map(FillerTemplate::text);
        var fillerPhrases = Stream.of(actions, directions, otherNames, otherPlaces, beings, nouns, adjectives, verbs,
                intransitiveVerbs, adverbs, prepositions, pronouns).flatMap(List::stream);
        GrammarCheck.factWordsStandAlone(names, places, Stream.concat(fillerPhrases, fillerTexts));
    }

    /** The grammar that this project trains and reports with: 4 names, 5 actions, 6 places. */
    public static Grammar standard() {
        try (var json = Grammar.class.getResourceAsStream("grammar.json")) {
            return read(json, "grammar.json");
        } catch (IOException e) {
            throw new UncheckedIOException("grammar.json of this package cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a grammar whose JSON has the names of this record as keys.
     *
     * @throws IllegalArgumentException if the file is no sound grammar; the message names the file and what is wrong
     * @throws IOException if the file cannot be read
     */
    public static Grammar read(Path file) throws IOException {
        try (var json = Files.newInputStream(file)) {
            return read(json, file.toString());
        }
    }

    private static Grammar read(InputStream json, String source) throws IOException {
        try {
            Grammar grammar = JSON.readValue(json);
            if (grammar == null) {
                throw new IllegalArgumentException(source + ": holds no grammar");
            }
            return grammar;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(source + ": " + problem(e), e);
        }
    }

    private static String problem(JsonProcessingException e) {
        return switch (e) {
            case ValueInstantiationException unsound when unsound.getCause() instanceof IllegalArgumentException i ->
                i.getMessage();
            case UnrecognizedPropertyException unknown ->
                "unknown key '" + unknown.getPropertyName() + "'; known are " + unknown.getKnownPropertyIds();
            default -> e.getOriginalMessage() + " (" + e.getLocation().offsetDescription() + ")";
        };
    }
}
