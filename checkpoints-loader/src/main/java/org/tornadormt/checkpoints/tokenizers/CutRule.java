package org.tornadormt.checkpoints.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Decides from a {@code tokenizer.json} where a text may be cut, so that the ids of the pieces, one after the other, are
 * the ids of the whole. A safe place is in front of a space (U+0020) that follows a letter, a digit or a printable ASCII
 * character: <em>in front</em>, because GPT-2 and SentencePiece attach the space to the word after it. In front of a line
 * break it is as safe where nothing is put in front of a piece that begins with one; Llama 3 and Qwen 2 attach it to
 * punctuation before it.
 * <p>
 * That is so if a pre-tokenizer always parts words there, and nothing before it (normalizer, added tokens) looks
 * across. Only what is known to be so is accepted; any other tokenizer gets its text in one piece.
 */
final class CutRule {
    /** They look at one character, or at one and the marks that follow it. */
    private static final Set<String> LOCAL_NORMALIZERS = Set.of("NFC", "NFD", "NFKC", "NFKD", "Lowercase",
            "StripAccents", "BertNormalizer");

    /** They part words at white space, whatever is around it. */
    private static final Set<String> PARTING = Set.of("BertPreTokenizer", "Whitespace", "WhitespaceSplit");

    /** They part more, and never join what another one has parted. */
    private static final Set<String> NEUTRAL = Set.of("Punctuation", "Digits", "ByteLevel");

    /** The expressions of Llama 3 and of Qwen 2; the one of GPT-2 is built into ByteLevel. */
    private static final Set<String> PARTING_EXPRESSIONS = Set.of(expressionWithNumbers("\\p{N}{1,3}"),
            expressionWithNumbers("\\p{N}"));

    private CutRule() {}

    /**
     * @param tokenizer the content of the file
     * @return where its texts may be cut
     */
    static CutPlaces places(JsonNode tokenizer) {
        JsonNode preTokenizer = tokenizer.path("pre_tokenizer");
        if (!isLocal(tokenizer.path("normalizer")) || !isParting(preTokenizer)
                || !all(tokenizer.path("added_tokens"), token -> staysInside(token, " "))) {
            return CutPlaces.NONE;
        }
        if (!partsLines(preTokenizer)
                || !all(tokenizer.path("added_tokens"), token -> staysInside(token, "\n", "\r"))) {
            return CutPlaces.SPACES;
        }
        return preTokenizer.findValuesAsText("type").contains("Split")
                ? CutPlaces.LINES_AFTER_WORDS
                : CutPlaces.LINES;
    }

    private static boolean isLocal(JsonNode normalizer) {
        if (isSequence(normalizer)) {
            return all(normalizer.path("normalizers"), CutRule::isLocal);
        }
        return isAbsent(normalizer) || LOCAL_NORMALIZERS.contains(type(normalizer));
    }

    private static boolean isParting(JsonNode preTokenizer) {
        if (isSequence(preTokenizer)) {
            JsonNode members = preTokenizer.path("pretokenizers");
            return all(members, member -> isParting(member) || NEUTRAL.contains(type(member)))
                    && !all(members, member -> !isParting(member));
        }
        return switch (type(preTokenizer)) {
            case "ByteLevel" -> preTokenizer.path("use_regex").asBoolean(true);
            case "Metaspace" -> preTokenizer.path("split").asBoolean(true);
            case "Split" -> preTokenizer.path("behavior").asText().equals("Isolated")
                    && !preTokenizer.path("invert").asBoolean()
                    && PARTING_EXPRESSIONS.contains(preTokenizer.path("pattern").path("Regex").asText());
            case String other -> PARTING.contains(other);
        };
    }

    /** Whether a line break parts words like a space, and a piece that begins with one gets no space in front of it. */
    private static boolean partsLines(JsonNode preTokenizer) {
        if (isSequence(preTokenizer)) {
            return all(preTokenizer.path("pretokenizers"), CutRule::partsLines);
        }
        return switch (type(preTokenizer)) {
            case "Metaspace" -> false;
            case "ByteLevel" -> !preTokenizer.path("add_prefix_space").asBoolean(true);
            default -> true;
        };
    }

    /** An added token must not hold the place of a cut, nor swallow what is behind it. */
    private static boolean staysInside(JsonNode addedToken, String... places) {
        String content = addedToken.path("content").asText();
        return !addedToken.path("rstrip").asBoolean() && Stream.of(places).noneMatch(content::contains);
    }

    private static boolean isSequence(JsonNode node) {
        return type(node).equals("Sequence");
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    private static String type(JsonNode node) {
        return node.path("type").asText();
    }

    private static boolean all(JsonNode nodes, Predicate<JsonNode> condition) {
        return StreamSupport.stream(nodes.spliterator(), false).allMatch(condition);
    }

    private static String expressionWithNumbers(String numbers) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|" + numbers
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }
}
