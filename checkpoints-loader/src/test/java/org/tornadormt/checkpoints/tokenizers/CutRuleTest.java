package org.tornadormt.checkpoints.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokenizers may not get their text in pieces; that the others may is tested with texts in TextPiecesTest. */
class CutRuleTest {
    private static final String BYTES = "\"pre_tokenizer\":{\"type\":\"ByteLevel\"}";

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"Prepend\",\"prepend\":\"x\"}", "{\"type\":\"Precompiled\"}",
        "{\"type\":\"Strip\"}", "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\" +\"},\"content\":\" \"}",
        "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"Strip\"}]}", "{}"})
    void refusesNormalizersThatLookAcross(String normalizer) {
        assertThat(allowsCuts("{\"normalizer\":" + normalizer + "," + BYTES + "}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"type\":\"ByteLevel\",\"use_regex\":false}",
        "{\"type\":\"Metaspace\",\"split\":false}", "{\"type\":\"Digits\"}", "{\"type\":\"UnicodeScripts\"}",
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\".\"},\"behavior\":\"Isolated\"}",
        "{\"type\":\"Split\",\"pattern\":{\"String\":\" \"},\"behavior\":\"MergedWithPrevious\"}",
        "{\"type\":\"Sequence\",\"pretokenizers\":[]}",
        "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Digits\"},{\"type\":\"Punctuation\"}]}",
        "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"ByteLevel\"},{\"type\":\"FixedLength\"}]}"})
    void refusesPreTokenizersThatMayNotPartWords(String preTokenizer) {
        assertThat(allowsCuts("{\"pre_tokenizer\":" + preTokenizer + "}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"content\":\"<s>\",\"rstrip\":true}", "{\"content\":\"two words\"}"})
    void refusesAddedTokensThatReachOverASpace(String token) {
        assertThat(allowsCuts("{\"added_tokens\":[" + token + "]," + BYTES + "}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{" + BYTES + "}", "{\"normalizer\":null,\"added_tokens\":[{\"content\":\"<s>\"}]," + BYTES
            + "}",
        "{\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Digits\"},"
                + "{\"type\":\"ByteLevel\"}]}}"})
    void allowsTheOthers(String tokenizer) {
        assertThat(allowsCuts(tokenizer)).isTrue();
    }

    private static boolean allowsCuts(String tokenizer) {
        try {
            return CutRule.places(JsonMapper.builder().build().readTree(tokenizer)) != CutPlaces.NONE;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
