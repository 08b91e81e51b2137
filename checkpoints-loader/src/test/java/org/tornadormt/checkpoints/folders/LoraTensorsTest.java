package org.tornadormt.checkpoints.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.checkpoints.tensors.TensorType;

class LoraTensorsTest {
    private static final String A = ".lora_A.default.weight";
    private static final String B = ".lora_B.default.weight";
    private static final String MODULE = "base_model.model.h.0.q_proj";
    private static final String MERGED = "h.0.q_proj.weight";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(textBlock = """
            base_model.model.h.0.q_proj, .base_layer.weight, .default, h.0.q_proj
            base_model.model.h.0.q_proj, .weight, .default, h.0.q_proj
            memory_cell.model.base_model.model.h.0.q_proj, .base_layer.weight, .default, memory_cell.model.h.0.q_proj
            memory_cell.model.base_model.model.h.0.q_proj, .weight, .default, memory_cell.model.h.0.q_proj
            model.base_model.model.h.0.q_proj, .weight, .default, model.h.0.q_proj
            base_model.model.memory_cell.model.model.q_proj, .weight, '', memory_cell.model.model.q_proj
            """)
    void mergesBothLayoutsOfPeftUnderTheNamesWithoutIt(String module, String weight, String adapter, String merged) {
        configure("{\"lora_alpha\": 4}");
        TensorSource tensors = merged(Tensor.ofFloats(module + weight, List.of(1L, 2L), 10, 20),
                Tensor.ofFloats(module + weight.replace("weight", "bias"), List.of(1L), 7),
                Tensor.ofFloats(module + ".lora_A" + adapter + ".weight", List.of(2L, 2L), 1, 2, 3, 4),
                Tensor.ofFloats(module + ".lora_B" + adapter + ".weight", List.of(1L, 2L), 5, 6));
        assertThat(tensors.names()).containsExactly(merged + ".bias", merged + ".weight");
        // alpha / r = 2; B·A = [5·1 + 6·3, 5·2 + 6·4] = [23, 34].
        assertThat(tensors.tensor(merged + ".weight").toFloats()).containsExactly(56, 88);
        assertThat(tensors.tensor(merged + ".weight").name()).isEqualTo(merged + ".weight");
        assertThat(tensors.tensor(merged + ".bias").toFloats()).containsExactly(7);
        assertThat(tensors.tensor(merged + ".bias").name()).isEqualTo(merged + ".bias");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            5, 7, false, false
            5, 7, true,  false
            6, 6, false, false
            5, 7, false, true
            5, 7, true,  true
            6, 6, true,  true
            """)
    void agreesWithTheExactSum(int out, int in, boolean rankStabilized, boolean inByOut) {
        int r = 3;
        configure("{\"lora_alpha\": 32, \"r\": %d, \"use_rslora\": %b, \"fan_in_fan_out\": %b}"
                .formatted(r, rankStabilized, inByOut));
        var random = new Random(1);
        Tensor w = random(random, MODULE + ".weight", inByOut ? in : out, inByOut ? out : in);
        Tensor a = random(random, MODULE + A, r, in);
        Tensor b = random(random, MODULE + B, out, r);
        Tensor sum = merged(w, a, b).tensor(MERGED);
        assertThat(sum.shape()).isEqualTo(w.shape());
        var scale = new BigDecimal(rankStabilized ? 32 / Math.sqrt(r) : 32.0 / r);
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                var product = BigDecimal.ZERO;
                for (int k = 0; k < r; k++) {
                    product = product.add(exact(b, o * r + k).multiply(exact(a, k * in + i)));
                }
                int place = inByOut ? i * out + o : o * in + i;
                float expected = exact(w, place).add(product.multiply(scale)).floatValue();
                // Doubles err by some 2^-53 of the terms. Rounded, that is the same float, or at a tie its neighbour.
                assertThat(sum.floatAt(place)).isCloseTo(expected, within(Math.ulp(expected)));
            }
        }
    }

    @Test
    void keepsWhatBfloat16WouldLose() {
        configure("{\"lora_alpha\": 1}");
        Tensor one = Tensor.ofFloats(MODULE + ".weight", List.of(1L, 4L), 0, 0, 0, 0);
        var weight = new Tensor(one.name(), TensorType.BF16, List.of(2L, 4L), one.data(), "test");
        TensorSource tensors = merged(weight, Tensor.ofFloats(MODULE + A, List.of(1L, 4L), 1, 1, 1, 1.0001f),
                Tensor.ofFloats(MODULE + B, List.of(2L, 1L), 1, 2));
        assertThat(tensors.tensor(MERGED).type()).isEqualTo(TensorType.F32);
        assertThat(tensors.tensor(MERGED).toFloats()).containsExactly(1, 1, 1, 1.0001f, 2, 2, 2, 2.0002f);
    }

    @Test
    void leavesACheckpointWithoutAdaptersAlone() {
        var plain = new TensorsInMemory(Tensor.ofFloats("h.0.q_proj.weight", List.of(), 1));
        assertThat(LoraTensors.merged(plain, folder)).isSameAs(plain);
    }

    @Test
    void refusesTheConfigurationOfOtherAdapters() {
        configure("{\"lora_alpha\": 1, \"r\": 2}");
        assertRefused(() -> merged(adapted(1, 2, 1)), folder.resolve("adapter_config.json")
                + ": option \"r\" is 2, but tensor " + MODULE + A + " has rank 1");
        configure("{\"lora_alpha\": 3, \"r\": 2, \"rank_pattern\": {\"q_proj\": 1}}");
        assertThat(merged(adapted(1, 2, 1)).tensor(MERGED).toFloats()).containsExactly(4, 4);
    }

    @Test
    void asksHowASquareWeightIsStored() {
        configure("{\"lora_alpha\": 1}");
        assertRefused(() -> merged(adapted(2, 2, 1)), "option \"fan_in_fan_out\" must say how the square tensor "
                + MODULE + ".weight is stored; set it to true for GPT-2, whose weights are [in, out], and to false");
        configure("{\"lora_alpha\": 1, \"fan_in_fan_out\": false}");
        var tensors = new ArrayList<>(List.of(adapted(2, 2, 1)));
        tensors.add(Tensor.ofFloats("c_attn.weight", List.of(1L, 2L), 1, 1));
        tensors.add(Tensor.ofFloats("c_attn" + A, List.of(1L, 1L), 1));
        tensors.add(Tensor.ofFloats("c_attn" + B, List.of(2L, 1L), 1, 1));
        assertRefused(() -> merged(tensors.toArray(Tensor[]::new)), "set it to true, as other weights here are");
    }

    @Test
    void refusesAnAdapterWithoutItsWeightOrItsOtherHalf() {
        configure("{\"lora_alpha\": 1}");
        Tensor[] tensors = adapted(1, 2, 1);
        assertRefused(() -> merged(tensors[1], tensors[2]), "tensor " + MODULE + ".weight is missing");
        assertRefused(() -> merged(tensors[0], tensors[1]), "tensor " + MODULE + B + " is missing");
        assertRefused(() -> merged(tensors[0], tensors[2]), "tensor " + MODULE + A + " is missing");
    }

    @Test
    void refusesShapesThatDoNotFit() {
        configure("{\"lora_alpha\": 1}");
        Tensor[] tensors = adapted(1, 2, 1);
        assertRefused(() -> merged(tensors[0], tensors[1], random(new Random(1), MODULE + B, 1, 2)),
                "tensors " + MODULE + A + " [1, 2] and " + MODULE + B + " [1, 2] do not fit");
        assertRefused(() -> merged(tensors[0], Tensor.ofFloats(MODULE + A, List.of(0L, 2L)),
                Tensor.ofFloats(MODULE + B, List.of(1L, 0L))), "do not fit, expected [r, in] and [out, r]");
        assertRefused(() -> merged(random(new Random(1), MODULE + ".weight", 3, 2), tensors[1], tensors[2]),
                "tensor " + MODULE + ".weight has shape [3, 2], its adapter " + MODULE + A + " is for [1, 2]");
    }

    @Test
    void refusesTheSameWeightTwice() {
        configure("{\"lora_alpha\": 1}");
        var tensors = new ArrayList<>(List.of(adapted(1, 2, 1)));
        tensors.add(Tensor.ofFloats(MODULE + ".base_layer.weight", List.of(1L, 2L), 1, 1));
        assertRefused(() -> merged(tensors.toArray(Tensor[]::new)), MODULE + ".base_layer.weight", MODULE + ".weight",
                "are the same weight; remove one");
    }

    @Test
    void refusesAnAdapterThatIsNotFinite() {
        configure("{\"lora_alpha\": 1}");
        TensorSource tensors = merged(adapted(1, 2, Float.NaN));
        assertRefused(() -> tensors.tensor(MERGED), "tensor " + MODULE + B + " has NaN at index 0");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            base_model.model.h.0.q_proj.lora_magnitude_vector.default.weight, adapters of DoRA
            base_model.model.wte.lora_embedding_A.default,                    LoRA adapters of embeddings
            """)
    void refusesOtherKindsOfAdaptersByName(String tensor, String kind) {
        configure("{\"lora_alpha\": 1}");
        var tensors = new ArrayList<>(List.of(adapted(1, 2, 1)));
        tensors.add(Tensor.ofFloats(tensor, List.of(), 1));
        assertRefused(() -> merged(tensors.toArray(Tensor[]::new)), "test: this is ", kind, "(tensor " + tensor + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {MODULE + ".lora_A.second.weight", MODULE + ".lora_B.default.bias"})
    void leavesWhatItDoesNotMergeToBeRefused(String tensor) {
        configure("{\"lora_alpha\": 1}");
        var tensors = new ArrayList<>(List.of(adapted(1, 2, 1)));
        tensors.add(Tensor.ofFloats(tensor, List.of(), 1));
        TensorSource merged = merged(tensors.toArray(Tensor[]::new));
        assertRefused(() -> RmtCheckpoint.of(merged), "LoRA adapters that cannot be merged here", "merge_and_unload",
                "(tensor " + tensor.replace("base_model.model.", "") + ")");
    }

    @Test
    void isMergedWhenAFolderIsOpened() throws IOException {
        String module = "memory_cell.model.base_model.model.transformer.h.0.attn.c_attn";
        configure("{\"lora_alpha\": 2}");
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        SafetensorsWriter.write(folder.resolve("model.safetensors"),
                List.of(Tensor.ofFloats("memory_cell.memory", List.of(1L, 1L), 9),
                        Tensor.ofFloats(module + ".base_layer.weight", List.of(1L, 3L), 1, 2, 3),
                        Tensor.ofFloats(module + A, List.of(1L, 1L), 10),
                        Tensor.ofFloats(module + B, List.of(3L, 1L), 1, 2, 3)),
                Map.of());
        try (var opened = CheckpointFolder.open(folder)) {
            RmtCheckpoint checkpoint = RmtCheckpoint.of(opened.tensors());
            String weight = "transformer.h.0.attn.c_attn.weight";
            assertThat(checkpoint.variant()).isEqualTo(RmtVariant.MEMORY_CELL);
            assertThat(checkpoint.backbone().names()).containsExactly(weight);
            assertThat(checkpoint.backbone().tensor(weight).toFloats()).containsExactly(21, 42, 63);
            assertThat(checkpoint.unusedNames(Set.of(weight))).isEmpty();
        }
    }

    /** A weight [out, in] of ones with an adapter of rank 1: A all ones, B all {@code b}. */
    private static Tensor[] adapted(int out, int in, float b) {
        return new Tensor[]{constant(MODULE + ".weight", out, in, 1), constant(MODULE + A, 1, in, 1),
            constant(MODULE + B, out, 1, b)};
    }

    private static Tensor constant(String name, int rows, int columns, float value) {
        float[] values = new float[rows * columns];
        Arrays.fill(values, value);
        return Tensor.ofFloats(name, List.of((long) rows, (long) columns), values);
    }

    private static Tensor random(Random random, String name, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(name, List.of((long) rows, (long) columns), values);
    }

    private static BigDecimal exact(Tensor tensor, int index) {
        return new BigDecimal(tensor.floatAt(index));
    }

    private TensorSource merged(Tensor... tensors) {
        return LoraTensors.merged(new TensorsInMemory(tensors), folder);
    }

    private void configure(String json) {
        try {
            Files.writeString(folder.resolve("adapter_config.json"), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
