package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorType;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.CheckpointCopy;
import org.tornadormt.model.session.Forward;
import org.tornadormt.model.session.ModelFingerprint;
import org.tornadormt.model.weights.BlockWeights;
import org.tornadormt.model.weights.TransformerWeights;
import org.tornadormt.model.weights.WeightMatrix;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Matrices that stay in 16 bits give, bit for bit, the numbers of the same matrices in 32. */
class StoredWeightsTest {
    private static final int[] TEXT = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6};
    private static final LoadOptions STORED = LoadOptions.defaults().with(WeightPrecision.STORED);
    private static final LoadOptions WIDENED = LoadOptions.defaults().with(WeightPrecision.FLOAT32);

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("fixturesAndTypes")
    void logitsAndMemoryAreTheSame(String fixture, TensorType type) throws IOException {
        CheckpointCopy copy = inShort(new CheckpointCopy(fixture, folder), type);
        RmtModel stored = copy.load(STORED);
        RmtModel widened = copy.load(WIDENED);

        assertThat(formats(stored.weights().blocks())).containsExactly(formatOf(type));
        assertThat(stored.weights().embeddings().words().values().format()).isEqualTo(formatOf(type));
        assertThat(formats(widened.weights().blocks())).containsExactly(NumberFormat.FLOAT32);
        assertThat(ModelFingerprint.of(stored)).isEqualTo(ModelFingerprint.of(widened));
        for (JvmDevice device : List.of(JvmDevice.withThreads(2), JvmDevice.definitionsOnly())) {
            Forward.Result expected = Forward.run(widened, device, TEXT).getFirst();
            Forward.Result actual = Forward.run(stored, device, TEXT).getFirst();
            assertThat(actual.logits()).isDeepEqualTo(expected.logits());
            assertThat(actual.memory()).isDeepEqualTo(expected.memory());
        }
    }

    static Stream<Arguments> fixturesAndTypes() {
        return Stream.of("gpt2-rmt", "gpt-neox-rmt", "llama-rmt", "opt-projected", "bert-rmt")
                .flatMap(fixture -> Stream.of(TensorType.BF16, TensorType.F16)
                        .map(type -> Arguments.of(fixture, type)));
    }

    @Test
    void aSmallModelIsWidenedUnlessSomebodySaysOtherwise() {
        Path bfloat16 = Path.of("src/test/resources/fixtures/gpt2-bf16");

        assertThat(RmtModel.load(bfloat16, LoadOptions.defaults()).weights().bytesHeld())
                .containsOnlyKeys(NumberFormat.FLOAT32);
        assertThat(RmtModel.load(bfloat16, STORED).weights().bytesHeld())
                .containsOnlyKeys(NumberFormat.FLOAT32, NumberFormat.BFLOAT16);
    }

    @Test
    void theTableOfWordsAndATiedHeadAreOneArray() throws IOException {
        TransformerWeights weights = inShort(new CheckpointCopy("gpt2-rmt", folder), TensorType.BF16).load(STORED)
                .weights();

        assertThat(weights.output().head().weight().values().codes())
                .isSameAs(weights.embeddings().words().values().codes());
        TransformerWeights trained = weights.trained(array -> array);
        assertThat(trained.output().head().weight().values().floats())
                .isSameAs(trained.embeddings().words().values().floats());
    }

    @Test
    void weightsThatAreTrainedHave32BitsAndTheSameValues() throws IOException {
        TransformerWeights weights = inShort(new CheckpointCopy("gpt2-rmt", folder), TensorType.F16).load(STORED)
                .weights();
        List<WeightMatrix> before = weights.matrices().toList();
        List<WeightMatrix> trained = weights.trained(array -> array).matrices().toList();

        assertThat(trained).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(trained.get(i).values().format()).isEqualTo(NumberFormat.FLOAT32);
            for (int k = 0; k < before.get(i).size(); k++) {
                assertThat(trained.get(i).get(k)).isEqualTo(before.get(i).get(k));
            }
        }
    }

    @Test
    void layersOfSeveralTypesAreWidenedTogetherAndNoOthers() throws IOException {
        CheckpointCopy copy = inShort(new CheckpointCopy("gpt2-rmt", folder), TensorType.BF16);
        copy.put(inShort(copy.tensor("h.1.mlp.c_fc.weight"), TensorType.F16));
        BlockWeights blocks = copy.load(STORED).weights().blocks();

        assertThat(blocks.up().weight().values().format()).isEqualTo(NumberFormat.FLOAT32);
        assertThat(blocks.down().weight().values().format()).isEqualTo(NumberFormat.BFLOAT16);
        assertThat(Forward.run(copy.load(STORED), JvmDevice.withThreads(1), TEXT).getFirst().logits()).isDeepEqualTo(
                Forward.run(copy.load(WIDENED), JvmDevice.withThreads(1), TEXT).getFirst().logits());
    }

    @Test
    void anInfiniteWeightIsRefused() throws IOException {
        CheckpointCopy copy = new CheckpointCopy("gpt2-rmt", folder).set("h.1.mlp.c_fc.weight", 5,
                Float.POSITIVE_INFINITY);
        assertThatThrownBy(() -> inShort(copy, TensorType.BF16).load(STORED)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("h.1.mlp.c_fc.weight").hasMessageContaining("Infinity at index 5");
    }

    private static Set<NumberFormat> formats(BlockWeights blocks) {
        return Stream
                .concat(Stream.of(blocks.query(), blocks.keyValue(), blocks.attentionOutput(), blocks.up(),
                        blocks.down()), blocks.gate().stream())
                .map(map -> map.weight().values().format()).collect(Collectors.toSet());
    }

    /** All matrices in 16 bits, beside vectors that keep their 32. */
    private static CheckpointCopy inShort(CheckpointCopy copy, TensorType type) {
        for (String name : copy.names()) {
            Tensor tensor = copy.tensor(name);
            if (tensor.type() == TensorType.F32 && tensor.shape().size() == 2) {
                copy.put(inShort(tensor, type));
            }
        }
        return copy;
    }

    private static Tensor inShort(Tensor tensor, TensorType type) {
        ByteBuffer codes = ByteBuffer.allocate((int) tensor.elementCount() * Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < tensor.elementCount(); i++) {
            codes.putShort(formatOf(type).encode(tensor.floatAt(i)));
        }
        return new Tensor(tensor.name(), type, tensor.shape(), MemorySegment.ofArray(codes.array()), "memory");
    }

    private static NumberFormat formatOf(TensorType type) {
        return type == TensorType.BF16 ? NumberFormat.BFLOAT16 : NumberFormat.FLOAT16;
    }
}
