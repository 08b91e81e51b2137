package org.tornadormt.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TestDevices;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.segment.Segmentation;

/** Ten steps through the memory, against PyTorch: the file of tools/reference/make_training.py. */
class OptimizerTest {
    private static final Path MODELS = Path.of("src/test/resources/fixtures");
    private static final Path FILE = Path.of("src/test/resources/training/gpt2-rmt.json");

    static Stream<Device> devices() {
        return TestDevices.all();
    }

    @Tag("device")
    @ParameterizedTest
    @MethodSource("devices")
    void tenStepsHavePyTorchsLossesAndNorms(Device device) throws IOException {
        JsonNode json = new ObjectMapper().readTree(FILE.toFile());
        RmtModel model = RmtModel.load(MODELS.resolve(json.get("model").textValue()), LoadOptions.defaults());
        AdamWScalars settings = new AdamWScalars(json.get("beta1").doubleValue(), json.get("beta2").doubleValue(),
                json.get("epsilon").doubleValue(), json.get("weight_decay").doubleValue());
        int segmentSize = json.get("segment_size").intValue();
        try (TrainingRunner runner = new TrainingRunner(model, device, 1, segmentSize)) {
            Optimizer optimizer = new Optimizer(runner, model.initialMemory().vectors(), settings,
                    OptionalDouble.of(json.get("max_norm").doubleValue()));
            for (int step = 0; step < json.get("texts").size(); step++) {
                List<int[]> segments = Segmentation.split(ids(json.get("texts").get(step)), segmentSize,
                        Alignment.LEFT);
                int labels = json.get("texts").get(step).size() - 1;
                runner.zeroGradients();
                MemoryReplay.Result result = new MemoryReplay(OptionalInt.empty()).run(runner, optimizer.memory(),
                        batchOfOne(segments), batchOfOne(TextGradients.targets(segments)), 1f / labels);
                double norm = optimizer.step(json.get("learning_rate").doubleValue(), result.memoryGradient());

                double expectedNorm = json.get("norms").get(step).doubleValue();
                assertThat(result.loss().sum() / labels).as("loss of step %d", step)
                        .isCloseTo(json.get("losses").get(step).doubleValue(), within(1e-4));
                assertThat(norm).as("norm of step %d", step).isCloseTo(expectedNorm, within(1e-3 * expectedNorm));
            }
            assertThat(optimizer.steps()).isEqualTo(10);
        }
    }

    @Test
    void aStepWithGradientsThatAreNotFiniteChangesNothing() {
        Device device = JvmDevice.withThreads(1);
        RmtModel model = RmtModel.load(MODELS.resolve("gpt2-rmt"), LoadOptions.defaults());
        float[] memory = model.initialMemory().vectors();
        float[] gradient = new float[memory.length];
        gradient[0] = Float.NaN;
        try (TrainingRunner runner = new TrainingRunner(model, device, 1, 4)) {
            Optimizer optimizer = new Optimizer(runner, memory, new AdamWScalars(0.9, 0.99, 1e-8, 0.1),
                    OptionalDouble.empty());
            assertThatExceptionOfType(ModelException.class).isThrownBy(() -> optimizer.step(0.1, gradient))
                    .withMessageContaining("step 1").withMessageContaining("NaN");
            assertThat(optimizer.memory()).isEqualTo(memory);
            assertThat(optimizer.steps()).isZero();
        }
    }

    private static List<int[][]> batchOfOne(List<int[]> segments) {
        return segments.stream().map(segment -> new int[][]{segment}).toList();
    }

    private static int[] ids(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::intValue).toArray();
    }
}
