package org.tornadormt.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TestDevices;
import org.tornadormt.model.fixtures.Fixture;
import org.tornadormt.model.training.TextGradients.Labelled;
import org.tornadormt.model.segment.Segmentation;

/** Gradients through three segments, against PyTorch's autograd: files of tools/reference/make_gradients.py. */
class PyTorchGradientTest {
    private static final Path MODELS = Path.of("src/test/resources/fixtures");
    private static final Path GRADIENTS = Path.of("src/test/resources/gradients");
    /** Of the largest value of a tensor: what both lose in single precision over three segments. */
    private static final double RELATIVE_ERROR = 1e-3;
    private static final double COSINE = 0.9999;
    /** What every device runs: both norms, both masks, a gate, rotary positions, shared heads, a pooler. */
    private static final Set<String> EVERY_KIND_OF_KERNEL = Set.of("gpt2-rmt.safetensors", "llama-rmt.safetensors",
            "bert-rmt-last.safetensors");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(GRADIENTS)) {
            return files.sorted().toList();
        }
    }

    static Stream<Arguments> cases() throws IOException {
        return files().stream().flatMap(file -> TestDevices.all()
                .filter(device -> Fixture.takesAll(device)
                        || EVERY_KIND_OF_KERNEL.contains(file.getFileName().toString()))
                .map(device -> Arguments.of(file.getFileName(), device.info().id(), file, device)));
    }

    @Tag("device")
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("cases")
    void everyParameterHasPyTorchsGradient(Path fileName, String id, Path file, Device device) {
        try (SafetensorsFile expected = SafetensorsFile.open(file)) {
            Map<String, String> metadata = expected.metadata();
            RmtModel model = RmtModel.load(MODELS.resolve(metadata.get("model")), LoadOptions.defaults());
            int bptt = Integer.parseInt(metadata.get("bptt"));
            List<int[]> segments = Segmentation.split(ids(expected.tensor("ids")),
                    Integer.parseInt(metadata.get("segment_size")),
                    metadata.containsKey("label") ? Alignment.RIGHT : Alignment.LEFT);

            OptionalInt depth = bptt == 0 ? OptionalInt.empty() : OptionalInt.of(bptt);
            List<Tensor> gradients = metadata.containsKey("label")
                    ? TextGradients.of(model, device, segments, Integer.parseInt(metadata.get("label")),
                            Labelled.valueOf(metadata.get("labelled").toUpperCase(Locale.ROOT)), depth)
                    : TextGradients.of(model, device, segments, depth);
            Map<String, Tensor> found = gradients.stream()
                    .collect(Collectors.toMap(Tensor::name, Function.identity()));

            TreeSet<String> names = new TreeSet<>(expected.names());
            names.remove("ids");
            assertThat(new TreeSet<>(found.keySet())).isEqualTo(names);
            assertThat(found.get("loss").floatAt(0)).isCloseTo(expected.tensor("loss").floatAt(0), within(1e-4f));
            names.forEach(name -> agree(name, found.get(name), expected.tensor(name)));
        }
    }

    private static int[] ids(Tensor tensor) {
        int[] ids = new int[Math.toIntExact(tensor.elementCount())];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Math.toIntExact(tensor.longAt(i));
        }
        return ids;
    }

    private static void agree(String name, Tensor found, Tensor expected) {
        assertThat(found.shape()).as(name).isEqualTo(expected.shape());
        double largest = 0;
        double error = 0;
        double product = 0;
        double foundSquares = 0;
        double expectedSquares = 0;
        for (int i = 0; i < expected.elementCount(); i++) {
            double f = found.floatAt(i);
            double e = expected.floatAt(i);
            largest = Math.max(largest, Math.abs(e));
            error = Math.max(error, Math.abs(f - e));
            product += f * e;
            foundSquares += f * f;
            expectedSquares += e * e;
        }
        // What is zero but for rounding (the bias of keys, which no softmax sees) has no direction.
        double rounding = 1e-6;
        assertThat(error).as(name).isLessThanOrEqualTo(RELATIVE_ERROR * largest + rounding);
        if (largest > 100 * rounding) {
            assertThat(product / Math.sqrt(foundSquares * expectedSquares)).as(name).isGreaterThanOrEqualTo(COSINE);
        }
    }
}
