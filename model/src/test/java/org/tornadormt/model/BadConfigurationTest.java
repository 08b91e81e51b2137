package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.model.fixtures.CheckpointCopy;

/** Configurations that are not supported or contradict the checkpoint. */
class BadConfigurationTest {
    @TempDir
    private Path folder;

    @Test
    void anUnknownModelTypeIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-plain", folder);
        copy.config().put("model_type", "mamba");
        assertRefused(copy, "config.json: model_type \"mamba\" is not supported; supported are gpt2, opt, ");
    }

    @Test
    void aMissingModelTypeIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-plain", folder);
        copy.config().remove("model_type");
        assertThatThrownBy(copy::load).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json: option \"model_type\" is missing");
    }

    @ParameterizedTest
    @CsvSource({"gpt2-plain, activation_function", "bert-plain, hidden_act"})
    void anUnknownActivationIsRefused(String fixture, String key) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        copy.config().put(key, "mish");
        assertRefused(copy, "config.json: " + key + " \"mish\" is not supported; supported are gelu, gelu_new, ");
    }

    @ParameterizedTest
    @CsvSource({"gpt2-plain, scale_attn_weights, false", "gpt2-plain, scale_attn_by_inverse_layer_idx, true",
        "gpt2-plain, add_cross_attention, true", "bert-plain, add_cross_attention, true",
        "bert-plain, is_decoder, true"})
    void optionsThatChangeTheNumbersAreRefused(String fixture, String key, boolean value) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        copy.config().put(key, value);
        assertRefused(copy, folder.resolve("config.json") + ": " + key + " = " + value + " is not supported");
    }

    @Test
    void otherKindsOfPositionsAreRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("bert-plain", folder);
        copy.config().put("position_embedding_type", "relative_key");
        assertRefused(copy, folder.resolve("config.json") + ": position_embedding_type = \"relative_key\""
                + " is not supported, only \"absolute\" is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-plain", "bert-plain"})
    void anUnknownOptionIsRefusedUnlessTheUserIgnoresIt(String fixture) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        copy.config().put("use_rotary", true);
        assertThatThrownBy(copy::load).isInstanceOf(CheckpointException.class)
                .hasMessage(folder.resolve("config.json") + ": unknown option \"use_rotary\": true; it may change the"
                        + " numbers. Remove it if it does not, or ignore it with --ignore-option use_rotary");

        var ignoring = new LoadOptions(OptionalInt.empty(), OptionalInt.of(8), Optional.empty(), Set.of("use_rotary"),
                0);
        assertThat(copy.load(ignoring).segmentSize()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({"gpt2-plain, n_head, 5", "bert-plain, num_attention_heads, 7"})
    void aHiddenSizeThatTheHeadsDoNotDivideIsRefused(String fixture, String key, int heads) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        copy.config().put(key, heads);
        assertRefused(copy, "config.json: hidden size 24 is not a multiple of " + heads + " attention heads");
    }

    @ParameterizedTest
    @CsvSource({"n_layer, 0, number of layers", "n_head, -3, number of attention heads",
        "n_inner, 0, intermediate size",
        "n_positions, 0, number of positions", "vocab_size, -1, vocabulary size", "n_embd, 0, hidden size"})
    void sizesThatCannotBeAreRefused(String key, int value, String what) throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-plain", folder);
        copy.config().put(key, value);
        assertRefused(copy, "config.json: the " + what + " must be 1 or more, not " + value);
    }

    @Test
    void rmtConfigThatContradictsTheCheckpointIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-rmt", folder);
        copy.rmtConfig().put("num_mem_tokens", 4);
        assertRefused(copy, folder + ": its configuration says 4 memory tokens (num_mem_tokens), its tensors have 3");
    }

    @ParameterizedTest
    @CsvSource({"gpt2-rmt, 35, 41, 40, 34", "bert-rmt, 27, 33, 32, 26", "gpt2-rmt, 2000000, 2000006, 40, 34"})
    void aSegmentLongerThanThePositionsIsRefused(String fixture, int size, int rows, int positions, int most)
            throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        assertThat(copy.load(segments(most)).segmentSize()).isEqualTo(most);
        assertThatThrownBy(() -> copy.load(segments(size))).isInstanceOf(ModelException.class)
                .hasMessage("a segment of %d tokens and its memory need %d positions, the model has %d;"
                        + " the largest --segment-size is %d", size, rows, positions, most);
    }

    @Test
    void aNegativeEpsilonIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-plain", folder);
        copy.config().put("layer_norm_epsilon", -0.01);
        assertThatThrownBy(copy::load).isInstanceOf(ModelException.class)
                .hasMessageContaining("the epsilon of the norms must be 0 or more, not -0.01");
    }

    @Test
    void severalEndTokensDoNotConcernADecoder() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-plain", folder);
        copy.config().putArray("eos_token_id").add(1).add(2);
        assertThat(copy.load().config().vocabularySize()).isPositive();
    }

    @Test
    void anEmptySegmentIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-rmt", folder);
        assertThatThrownBy(() -> copy.load(segments(0))).isInstanceOf(ModelException.class)
                .hasMessage("the segment size must be 1 or more, not 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, -1, Integer.MAX_VALUE})
    void aNumberOfMemoryTokensThatWasNotTrainedIsRefused(int wanted) throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-rmt", folder);
        assertThatThrownBy(() -> copy.load(memory(wanted))).isInstanceOf(ModelException.class)
                .hasMessage("--mem-tokens " + wanted + ": the checkpoint was trained with 3 memory tokens; leave the"
                        + " option out, or give 0 to run without memory");
        assertThat(copy.load(memory(0)).numMemTokens()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"gpt2-plain, 20", "gpt2-plain, 1500000000", "bert-plain, 29", "bert-plain, 2147483647"})
    void moreMemoryThanPositionsIsRefused(String fixture, int wanted) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        assertThatThrownBy(() -> copy.load(memory(wanted))).isInstanceOf(ModelException.class)
                .hasMessageStartingWith(wanted + " memory tokens leave none of the model's ")
                .hasMessageEndingWith(" positions for the text; use fewer --mem-tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-plain", "bert-plain"})
    void aNegativeNumberOfMemoryTokensIsRefused(String fixture) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        assertThatThrownBy(() -> copy.load(memory(-1))).isInstanceOf(ModelException.class)
                .hasMessage("the number of memory tokens must be 0 or more, not -1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cls_token_id", "sep_token_id"})
    void anEncoderWithoutIdsOfItsSpecialTokensIsRefused(String key) throws IOException {
        CheckpointCopy copy = new CheckpointCopy("bert-plain", folder);
        copy.config().remove(key);
        assertRefused(copy,
                folder + ": nothing says which ids [CLS] and [SEP] have; put the tokenizer.json of the model"
                        + " into the folder, or cls_token_id and sep_token_id into its config.json");
    }

    @ParameterizedTest
    @CsvSource({"cls_token_id, [CLS], 29", "sep_token_id, [SEP], -1"})
    void specialTokensOutsideTheVocabularyAreRefused(String key, String token, int id) throws IOException {
        CheckpointCopy copy = new CheckpointCopy("bert-plain", folder);
        copy.config().put(key, id);
        assertRefused(copy, folder + ": " + token + " has id " + id + ", but the vocabulary has ids 0 to 28");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 29, 1L << 40})
    void aBufferWithAnIdOutsideTheVocabularyIsRefused(long id) throws IOException {
        CheckpointCopy copy = new CheckpointCopy("bert-rmt", folder);
        copy.put(Tensor.ofLongs("sep_token", List.of(1L), id));
        assertRefused(copy, ", but the vocabulary has ids 0 to 28");
    }

    private static LoadOptions segments(int size) {
        return new LoadOptions(OptionalInt.empty(), OptionalInt.of(size), Optional.empty(), Set.of(), 0);
    }

    private static LoadOptions memory(int numMemTokens) {
        return new LoadOptions(OptionalInt.of(numMemTokens), OptionalInt.empty(), Optional.empty(), Set.of(), 0);
    }

    private static void assertRefused(CheckpointCopy copy, String message) {
        assertThatThrownBy(copy::load).isInstanceOf(ModelException.class).hasMessageContaining(message);
    }
}
