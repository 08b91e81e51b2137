package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.CheckpointCopy;
import org.tornadormt.model.session.Forward;

/** Checkpoints whose tensors are not those of the model that the configuration describes. */
class BadWeightsTest {
    private static final int[] TEXT = {3, 4, 5, 6, 7, 8, 9, 10, 11};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"gpt2-rmt, transformer.wte.weight", "gpt2-rmt, transformer.h.2.ln_2.bias", "gpt2-rmt, cell.memory",
        "gpt2-plain, transformer.wpe.weight", "gpt2-rmt, h.1.mlp.c_fc.weight",
        "bert-rmt, bert.pooler.dense.weight", "bert-rmt, classifier.bias", "bert-rmt, token_type_embeddings.weight",
        "bert-plain, layer.1.attention.self.key.weight"})
    void weightsThatAreNotFiniteAreRefused(String fixture, String end) throws IOException {
        for (float bad : new float[]{Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            CheckpointCopy copy = new CheckpointCopy(fixture, folder).set(end, 5, bad);

            assertThatThrownBy(copy::load).isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(folder.resolve("model.safetensors") + ": tensor ")
                    .hasMessageContaining(end + " has " + bad + " at index 5, expected finite numbers only");
        }
    }

    @ParameterizedTest
    @CsvSource({"gpt2-rmt, transformer.wte.weight", "gpt2-rmt, transformer.h.1.attn.c_attn.bias",
        "gpt2-plain, transformer.ln_f.weight", "bert-plain, bert.embeddings.word_embeddings.weight",
        "bert-rmt, bert.encoder.layer.1.output.dense.weight", "bert-plain, classifier.weight",
        "gpt2-options, lm_head.weight"})
    void aMissingTensorIsNamed(String fixture, String end) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder).remove(end);

        assertThatThrownBy(copy::load).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(folder.resolve("model.safetensors") + ": tensor " + end + " is missing; ");
    }

    @Test
    void aTensorOfAnotherShapeIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-rmt", folder);
        Tensor bias = copy.tensor("h.0.ln_1.bias");
        copy.put(Tensor.ofFloats(bias.name(), List.of(23L), new float[23]));

        assertThatThrownBy(copy::load).isInstanceOf(CheckpointException.class).hasMessageContaining(
                "transformer.h.0.ln_1.bias has shape [23], expected [24]; do config.json and the tensors belong");
    }

    @Test
    void aTransposedTensorIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-rmt", folder);
        Tensor weight = copy.tensor("h.0.mlp.c_fc.weight");
        copy.put(Tensor.ofFloats(weight.name(), List.of(96L, 24L), weight.toFloats()));

        assertThatThrownBy(copy::load).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("h.0.mlp.c_fc.weight has shape [96, 24], expected [24, 96]");
    }

    @Test
    void aMemoryOfAnotherWidthIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-rmt", folder);
        copy.put(Tensor.ofFloats("memory_cell.memory", List.of(3L, 8L), new float[24]));

        assertThatThrownBy(copy::load).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("memory_cell.memory has shape [3, 8], expected [3, 24]");
    }

    @Test
    void integersForWeightsAreRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-rmt", folder);
        Tensor bias = copy.tensor("h.0.ln_1.bias");
        copy.put(Tensor.ofLongs(bias.name(), List.of(24L), new long[24]));

        assertThatThrownBy(copy::load).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("h.0.ln_1.bias holds integers (I64) where floating-point numbers are needed");
    }

    @ParameterizedTest
    @CsvSource({"gpt2-plain, transformer.h.3.ln_1.bias", "gpt2-plain, gate", "gpt2-rmt, memory_cell.model.gate",
        "gpt2-rmt, memory_cell.gate", "gpt2-rmt, gate", "bert-rmt, model.gate", "bert-rmt, gate"})
    void aTensorTooManyIsRefused(String fixture, String name) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder).put(Tensor.ofFloats(name, List.of(1L), 0f));

        assertThatThrownBy(copy::load).isInstanceOf(ModelException.class)
                .hasMessageContaining("1 tensors that this model does not have, the first is ")
                .hasMessageContaining(name.substring(name.lastIndexOf('.') + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"transformer.h.0.attn.bias", "transformer.h.1.attn.masked_bias"})
    void masksThatOldCheckpointsHaveAreNoWeights(String name) throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-plain", folder).put(Tensor.ofFloats(name, List.of(1L), 0f));

        assertThat(copy.load().config().numLayers()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-plain", "gpt2-rmt"})
    void aTiedHeadThatDiffersIsRefused(String fixture) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        Tensor words = copy.tensor("wte.weight");
        copy.put(Tensor.ofFloats(words.name().replace("transformer.wte", "lm_head"), words.shape(), words.toFloats()));
        assertThat(copy.load().config().vocabularySize()).as("the same numbers twice").isEqualTo(67);

        copy.set("lm_head.weight", 7, 0.5f);
        assertThatThrownBy(copy::load).isInstanceOf(ModelException.class).hasMessageContaining(
                "lm_head.weight differs from transformer.wte.weight although the configuration ties them;"
                        + " set tie_word_embeddings to false in config.json if the head has its own weights");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-plain", "gpt2-rmt"})
    void ofTwoTiedTensorsEitherMayBeTheOneThatWasSaved(String fixture) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        Forward.Result expected = run(copy.load());
        Tensor words = copy.tensor("wte.weight");

        copy.rename("wte.weight", words.name().replace("transformer.wte", "lm_head"));

        assertThat(run(copy.load()).logits()).isDeepEqualTo(expected.logits());
    }

    @Test
    void anEncodersEmbeddingsMayBeSavedUnderTheirOtherName() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("bert-rmt", folder);
        Forward.Result expected = run(copy.load());

        copy.remove("bert.embeddings.word_embeddings.weight");

        assertThat(run(copy.load()).logits()).isDeepEqualTo(expected.logits());
    }

    private static Forward.Result run(RmtModel model) {
        return Forward.run(model, JvmDevice.definitionsOnly(), TEXT).getFirst();
    }
}
