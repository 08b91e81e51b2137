package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.checkpoints.folders.RmtVariant;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.CheckpointCopy;
import org.tornadormt.model.segment.Profile;
import org.tornadormt.model.session.Forward;

/** The same model under the tensor names of other classes gives the same numbers. */
class CheckpointVariantTest {
    private static final int[] TEXT = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-rmt", "opt-rmt", "llama-rmt"})
    void namesOfTheDecoderBeforeMemoryCellGiveTheSameNumbers(String fixture) throws IOException {
        var copy = new CheckpointCopy(fixture, folder);
        Forward.Result expected = run(copy.load());
        for (String name : copy.names()) {
            copy.rename(name, name.substring("memory_cell.".length()));
        }
        copy.put(Tensor.ofLongs("eos_token", List.of(1L), 0));
        RmtModel model = copy.load();
        assertThat(model.variant()).isEqualTo(RmtVariant.DECODER_LM_HEAD);
        assertThat(run(model).logits()).isDeepEqualTo(expected.logits());
        assertThat(run(model).memory()).isDeepEqualTo(expected.memory());
    }

    @Test
    void theDecoderBeforeMemoryCellCutsATextFromItsEndUnlessToldOtherwise() throws IOException {
        var copy = new CheckpointCopy("gpt2-rmt", folder);
        assertThat(copy.load().memoryConfig().alignment()).isEqualTo(Alignment.LEFT);
        Files.delete(folder.resolve("rmt_config.json"));
        assertThat(RmtModel.load(folder, LoadOptions.defaults()).memoryConfig().alignment()).isEqualTo(Alignment.LEFT);
        for (String name : copy.names()) {
            copy.rename(name, name.substring("memory_cell.".length()));
        }
        assertThat(copy.load().memoryConfig().alignment()).isEqualTo(Alignment.LEFT);
        Files.delete(folder.resolve("rmt_config.json"));
        assertThat(RmtModel.load(folder, LoadOptions.defaults()).memoryConfig().alignment()).isEqualTo(Alignment.RIGHT);
    }

    @Test
    void theProfileDecidesHowPositionsAreNumberedWhateverTheNames() {
        Path cell = Path.of("src/test/resources/fixtures/gpt2-rmt");
        Path wrapper = Path.of("src/test/resources/fixtures/gpt2-memory-first");
        RmtModel wrapped = RmtModel.load(wrapper, LoadOptions.defaults());
        assertThat(wrapped.variant()).isEqualTo(RmtVariant.RECURRENT_WRAPPER);
        assertThat(run(RmtModel.load(cell, with(Profile.KOTSHINZ))).logits()).isDeepEqualTo(run(wrapped).logits());
        Forward.Result reference = run(RmtModel.load(cell, LoadOptions.defaults()));
        assertThat(run(RmtModel.load(wrapper, with(Profile.REFERENCE))).logits()).isDeepEqualTo(reference.logits());
        assertThat(run(wrapped).logits()).isNotEqualTo(reference.logits());
    }

    /** Why the ablation of LM-RMT stays at chance: the rows in front see no token. */
    @Test
    void aMemoryInFrontAloneKnowsNothingOfTheText() throws IOException {
        new CheckpointCopy("gpt2-rmt", folder).load();
        RmtConfig usual = RmtConfig.read(folder.resolve(RmtConfig.FILE_NAME));
        Files.delete(folder.resolve(RmtConfig.FILE_NAME));
        new RmtConfig(usual.numMemTokens(), usual.segmentSize(), usual.alignment(), false)
                .write(folder.resolve(RmtConfig.FILE_NAME));
        RmtModel front = RmtModel.load(folder, LoadOptions.defaults());
        assertThat(front.layout().rows(usual.segmentSize())).isEqualTo(usual.numMemTokens() + usual.segmentSize());
        assertThat(memoryAfter(front, 5)).isEqualTo(memoryAfter(front, 6));
        RmtModel atEnd = RmtModel.load(folder, with(Profile.REFERENCE));
        assertThat(memoryAfter(atEnd, 5)).isNotEqualTo(memoryAfter(atEnd, 6));
    }

    /** The memory after a segment of one token, said again and again. */
    private static float[] memoryAfter(RmtModel model, int token) {
        int[] segment = new int[model.segmentSize()];
        Arrays.fill(segment, token);
        try (SegmentRunner runner = new SegmentRunner(model, JvmDevice.withThreads(1),
                new RunnerOptions(1, segment.length, 0, 0))) {
            runner.run(new int[][]{segment});
            return runner.memory(0);
        }
    }

    @Test
    void whatAnotherProfileDoesNotHaveIsRefused() {
        RmtModel wrapped = RmtModel.load(Path.of("src/test/resources/fixtures/gpt2-memory-first"),
                LoadOptions.defaults());
        assertThatThrownBy(() -> new SegmentRunner(wrapped, JvmDevice.withThreads(1), new RunnerOptions(1, 8, 1, 14)))
                .isInstanceOf(ModelException.class).hasMessageContaining("not with kotshinz");
        assertThatThrownBy(() -> RmtModel.load(Path.of("src/test/resources/fixtures/bert-rmt"),
                with(Profile.KOTSHINZ))).isInstanceOf(ModelException.class)
                .hasMessageContaining("--profile-name kotshinz").hasMessageContaining("encoder");
    }

    private static LoadOptions with(Profile profile) {
        return new LoadOptions(OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Set.of(), 0,
                Optional.of(profile), WeightPrecision.AUTO);
    }

    /** A hundred thousand positions would make a segment of gigabytes. */
    @Test
    void aSegmentIsNoLongerThan1024TokensUnlessSomebodySaysSo() throws IOException {
        var copy = new CheckpointCopy("llama-plain", folder);
        copy.config().put("max_position_embeddings", 131_072);
        assertThat(copy.load().segmentSize()).isEqualTo(1024);
        var options = new LoadOptions(OptionalInt.empty(), OptionalInt.of(5000), Optional.empty(), Set.of(), 0);
        assertThat(copy.load(options).segmentSize()).isEqualTo(5000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-rmt", "llama-rmt"})
    void adaptersThatAddNothingChangeNoBitAndOthersDo(String fixture) throws IOException {
        var copy = new CheckpointCopy(fixture, folder);
        Forward.Result expected = run(copy.load());
        boolean inByOut = fixture.startsWith("gpt2");
        String module = copy.tensor(inByOut ? "h.0.attn.c_attn.weight" : "layers.0.self_attn.q_proj.weight").name()
                .replace(".weight", "");
        Tensor weight = copy.tensor(module + ".weight");
        long in = weight.shape().get(inByOut ? 0 : 1);
        long out = weight.shape().get(inByOut ? 1 : 0);
        for (String name : copy.names()) {
            if (!name.equals("memory_cell.memory")) {
                copy.rename(name, wrapped(name));
            }
        }
        Files.writeString(folder.resolve("adapter_config.json"),
                "{\"lora_alpha\": 32, \"fan_in_fan_out\": " + inByOut + "}");
        copy.rename(wrapped(module) + ".weight", wrapped(module) + ".base_layer.weight");
        if (inByOut) {
            copy.rename(wrapped(module) + ".bias", wrapped(module) + ".base_layer.bias");
        }
        copy.put(filled(wrapped(module) + ".lora_A.default.weight", 2, in, 0.5f));
        copy.put(filled(wrapped(module) + ".lora_B.default.weight", out, 2, 0));
        assertThat(run(copy.load()).logits()).isDeepEqualTo(expected.logits());
        copy.put(filled(wrapped(module) + ".lora_B.default.weight", out, 2, 0.5f));
        assertThat(Arrays.deepEquals(run(copy.load()).logits(), expected.logits())).isFalse();
    }

    private static String wrapped(String name) {
        return name.replace("memory_cell.model.", "memory_cell.model.base_model.model.");
    }

    private static Tensor filled(String name, long rows, long columns, float value) {
        float[] values = new float[(int) (rows * columns)];
        Arrays.fill(values, value);
        return Tensor.ofFloats(name, List.of(rows, columns), values);
    }

    private static Forward.Result run(RmtModel model) {
        return Forward.run(model, JvmDevice.withThreads(2), TEXT).getFirst();
    }
}
