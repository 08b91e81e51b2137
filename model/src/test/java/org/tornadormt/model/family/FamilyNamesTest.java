package org.tornadormt.model.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.CheckpointCopy;
import org.tornadormt.model.segment.EncoderLayout;
import org.tornadormt.model.session.Forward;

/** The spellings of tensors and special tokens that checkpoints of one family have. */
class FamilyNamesTest {
    private static final int[] TEXT = {3, 4, 5, 6, 7, 8, 9, 10, 11};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"gpt2-plain, transformer., ''", "opt-plain, model.decoder., decoder."})
    void aBackboneMayBeSavedWithoutItsPrefix(String fixture, String prefix, String shorter) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        Forward.Result expected = run(copy.load());

        while (copy.names().stream().anyMatch(name -> name.startsWith(prefix))) {
            String name = copy.names().stream().filter(each -> each.startsWith(prefix)).findFirst().orElseThrow();
            copy.rename(name, shorter + name.substring(prefix.length()));
        }

        assertThat(run(copy.load()).logits()).isDeepEqualTo(expected.logits());
    }

    @ParameterizedTest
    @CsvSource({"gpt-neox-rmt, embed_out.weight, memory_cell.model.lm_head.weight",
        "gpt-neox-plain, embed_out.weight, lm_head.weight"})
    void theHeadOfGptNeoXHasTwoNames(String fixture, String end, String other) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        Forward.Result expected = run(copy.load());

        copy.rename(end, other);

        assertThat(run(copy.load()).logits()).isDeepEqualTo(expected.logits());
    }

    @ParameterizedTest
    @CsvSource({"llama-plain, attention_bias, 8", "llama-plain, mlp_bias, 6", "gpt-neox-plain, attention_bias, 4",
        "opt-projected, enable_bias, 12"})
    void biasesThatTheConfigurationDoesNotHaveAreNotLeftOut(String fixture, String key, int biases)
            throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder);
        copy.config().put(key, false);

        assertThatThrownBy(copy::load).isInstanceOf(ModelException.class)
                .hasMessageContaining(biases + " tensors that this model does not have, the first is ");
    }

    @Test
    void aFinalNormThatTheConfigurationRemovesIsNotLeftOut() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("opt-rmt", folder);
        copy.config().put("_remove_final_layer_norm", true);

        assertThatThrownBy(copy::load).isInstanceOf(ModelException.class)
                .hasMessageContaining("the first is memory_cell.model.model.decoder.final_layer_norm.bias");
    }

    @ParameterizedTest
    @CsvSource({"gpt-neox-plain, gpt_neox.layers.0.attention.rotary_emb.inv_freq",
        "gpt-neox-plain, gpt_neox.layers.1.attention.masked_bias", "gpt-neox-plain, gpt_neox.layers.1.attention.bias",
        "llama-plain, model.layers.0.self_attn.rotary_emb.inv_freq", "roberta-plain, roberta.embeddings.position_ids",
        "distilbert-plain, distilbert.embeddings.position_ids"})
    void buffersThatOldCheckpointsHaveAreNoWeights(String fixture, String name) throws IOException {
        CheckpointCopy copy = new CheckpointCopy(fixture, folder).put(Tensor.ofFloats(name, List.of(1L), 0f));

        assertThat(copy.load().config().numLayers()).isEqualTo(2);
    }

    @Test
    void robertaReadsAndSeparatesWithTheTokensThatBeginAndEndAText() throws IOException {
        var layout = (EncoderLayout) new CheckpointCopy("roberta-plain", folder).load().layout();

        assertThat(layout.classId()).as("<s>").isZero();
        assertThat(layout.separatorId()).as("</s>").isEqualTo(2);
        assertThat(layout.specialIds()).containsExactly(0, 1, 2);
    }

    private static Forward.Result run(RmtModel model) {
        return Forward.run(model, JvmDevice.definitionsOnly(), TEXT).getFirst();
    }
}
