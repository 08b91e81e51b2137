package org.tornadormt.model.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RotaryConfig;
import org.tornadormt.model.fixtures.CheckpointCopy;

/** Options of rotary positions, of heads that share keys, and of windows. */
class RotaryFamiliesTest {
    @TempDir
    private Path folder;

    @Test
    void optionsOfTransformers4AndOf5AreTheSame() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("llama-rmt", folder);
        var expected = copy.load().config();
        ObjectNode scaling = (ObjectNode) copy.config().remove("rope_parameters");
        scaling.remove("rope_theta");

        copy.config().put("rope_theta", 10000).set("rope_scaling", scaling);
        assertThat(copy.load().config()).isEqualTo(expected);

        scaling.set("type", scaling.remove("rope_type"));
        assertThat(copy.load().config()).as("the oldest name of the kind").isEqualTo(expected);
    }

    @Test
    void gptNeoXHasNamesOfItsOwn() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt-neox-rmt", folder);
        var expected = copy.load().config();
        copy.config().remove("rope_parameters");

        copy.config().put("rotary_emb_base", 100).put("rotary_pct", 0.25);
        assertThat(copy.load().config()).isEqualTo(expected);

        copy.config().put("rope_theta", 100.0).put("partial_rotary_factor", 0.25);
        assertThat(copy.load().config()).as("both names").isEqualTo(expected);

        copy.config().put("rope_theta", 101);
        assertRefused(copy, "rope_theta has the values [100.0, 101.0] in different places; remove all but one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yarn", "dynamic", "longrope"})
    void otherKindsOfScalingAreRefusedByName(String type) throws IOException {
        CheckpointCopy copy = new CheckpointCopy("llama-rmt", folder);
        copy.config().withObject("/rope_parameters").put("rope_type", type);
        assertRefused(copy, "rope_type \"" + type + "\" is not supported; supported are default, linear, llama3");
    }

    @Test
    void whatNobodyReadsOfTheScalingIsRefusedByName() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("llama-plain", folder);
        copy.config().withObject("/rope_parameters").put("attention_factor", 1.2);
        assertRefused(copy, "unknown option \"attention_factor\" in rope_parameters; it may change the numbers");
    }

    @ParameterizedTest
    @CsvSource({"factor, 0", "low_freq_factor, -1", "original_max_position_embeddings, 0"})
    void numbersOfTheScalingMustBePositive(String key, int value) throws IOException {
        CheckpointCopy copy = new CheckpointCopy("llama-rmt", folder);
        copy.config().withObject("/rope_parameters").put(key, value);
        assertRefused(copy, "rope_scaling needs a positive number " + key);
    }

    @Test
    void aPartOfAHeadThatCannotTurnIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt-neox-rmt", folder);
        copy.config().withObject("/rope_parameters").put("partial_rotary_factor", 0.2);
        assertRefused(copy, "rotary positions must turn an even number of the 16 values of a head, not 0.2 of them");
    }

    @Test
    void partialRotationOfLlamaIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("llama-rmt", folder);
        copy.config().put("partial_rotary_factor", 0.5);
        assertRefused(copy, "partial_rotary_factor other than 1 is not supported");
    }

    @Test
    void headsThatCannotShareKeysAreRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("llama-rmt", folder);
        copy.config().put("num_key_value_heads", 3);
        assertRefused(copy, "config.json: 4 attention heads are not a multiple of 3 key-value heads");
    }

    @Test
    void aSegmentFitsIntoTheSlidingWindowOrIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("mistral-rmt", folder);
        assertThat(copy.load(segments(18)).segmentSize()).isEqualTo(18);
        assertThatThrownBy(() -> copy.load(segments(19))).isInstanceOf(ModelException.class)
                .hasMessage("a segment of 19 tokens and its memory need 25 positions, the model has 24 within its"
                        + " sliding window, and longer segments are not supported; the largest --segment-size is 18");

        copy.config().putNull("sliding_window");
        assertThat(copy.load(segments(122)).config().maxPositions()).as("null is no window").isEqualTo(128);

        copy.config().remove("sliding_window");
        assertThat(copy.load().config().attention().slidingWindow()).as("the default of the library").hasValue(4096);
    }

    @Test
    void theWindowOfQwen2CountsOnlyWhereItIsSwitchedOn() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("qwen2-rmt", folder);
        copy.config().put("sliding_window", 16);
        assertThat(copy.load().config().maxPositions()).isEqualTo(128);

        copy.config().put("use_sliding_window", true);
        assertThat(copy.load().config().maxPositions()).isEqualTo(16);

        copy.config().put("use_sliding_window", false).withArray("layer_types").set(1, "sliding_attention");
        assertThat(copy.load().config().maxPositions()).as("a single layer").isEqualTo(16);
    }

    @Test
    void slowFrequenciesAreSlowedDownAndFastOnesAreNot() {
        var llama3 = new RotaryConfig.Llama3(8, 1, 4, 8192);

        // Wavelengths 6.28, 3142 and 62,832 of 8192 positions: 1304 turns, 2.6 turns, 0.13 turns.
        assertThat(llama3.scale(1f)).isEqualTo(1f);
        assertThat(llama3.scale(1e-4f)).isEqualTo(1e-4f / 8);
        double share = (8192 * 0.002 / (2 * Math.PI) - 1) / 3;
        assertThat((double) llama3.scale(0.002f)).isCloseTo(0.002 * (share + (1 - share) / 8),
                within(1e-9));
        assertThat(new RotaryConfig.Linear(4).scale(0.5f)).isEqualTo(0.125f);
    }

    private static LoadOptions segments(int size) {
        return new LoadOptions(OptionalInt.empty(), OptionalInt.of(size), Optional.empty(), Set.of(), 0);
    }

    private static void assertRefused(CheckpointCopy copy, String message) {
        assertThatThrownBy(copy::load).isInstanceOf(ModelException.class).hasMessageContaining(message);
    }
}
