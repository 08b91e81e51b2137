package org.tornadormt.kernels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceTest;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.device.TornadoDevices;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A NaN reaches the memory, where {@link MemoryCheck} finds it: no operation on the way may turn it into an ordinary
 * number, in Java or on a device.
 */
final class NotANumberTest {
    private static final int HIDDEN_SIZE = 3;

    @Test
    void onTheJvm() {
        everyOperationPassesItOn(JvmDevice.definitionsOnly());
    }

    @DeviceTest
    @ParameterizedTest
    @MethodSource("devices")
    void onADevice(Device device) {
        everyOperationPassesItOn(device);
    }

    private static void everyOperationPassesItOn(Device device) {
        Map<Launch, FloatArray> operations = operations();
        Program.Builder builder = Program.named("not a number");
        int stage = 0;
        for (Map.Entry<Launch, FloatArray> operation : operations.entrySet()) {
            builder.outputs(operation.getValue()).stage("stage" + stage++, List.of(operation.getKey()));
        }
        SoftAssertions softly = new SoftAssertions();
        try (Executable executable = device.compile(builder.build())) {
            stage = 0;
            for (Map.Entry<Launch, FloatArray> operation : operations.entrySet()) {
                executable.run("stage" + stage++);
                List<Float> result = floats(operation.getValue());
                softly.assertThat(result.subList(0, HIDDEN_SIZE)).as("%s, row with NaN", operation.getKey().name())
                        .contains(Float.NaN);
                softly.assertThat(result.subList(HIDDEN_SIZE, result.size()))
                        .as("%s, row without", operation.getKey().name()).doesNotContain(Float.NaN);
            }
        }
        softly.assertAll();
    }

    /** Launches of two rows of which the first holds a NaN, and what they write. */
    private static Map<Launch, FloatArray> operations() {
        Map<Launch, FloatArray> operations = new LinkedHashMap<>();
        for (Activation.Kind kind : Activation.Kind.values()) {
            FloatArray x = rowsOfWhichTheFirstHoldsNaN(HIDDEN_SIZE);
            operations.put(Activation.launch(kind, x, x.getSize()), x);
        }
        FloatArray normal = new FloatArray(2 * HIDDEN_SIZE);
        operations.put(LayerNorm.launch(rowsOfWhichTheFirstHoldsNaN(HIDDEN_SIZE), ones(HIDDEN_SIZE), ones(HIDDEN_SIZE),
                normal, layer(), 2, HIDDEN_SIZE, 1e-5f), normal);
        FloatArray scaled = new FloatArray(2 * HIDDEN_SIZE);
        operations.put(RmsNorm.launch(rowsOfWhichTheFirstHoldsNaN(HIDDEN_SIZE), ones(HIDDEN_SIZE), scaled, layer(), 2,
                HIDDEN_SIZE, 1e-5f), scaled);
        FloatArray turned = rowsOfWhichTheFirstHoldsNaN(HIDDEN_SIZE);
        operations.put(RotaryEmbedding.launch(twoTokens(), ones(2 * 2), turned, 2, HIDDEN_SIZE, 1, HIDDEN_SIZE, 1),
                turned);
        FloatArray gated = rowsOfWhichTheFirstHoldsNaN(HIDDEN_SIZE);
        operations.put(Gate.launch(gated, ones(2 * HIDDEN_SIZE), 2 * HIDDEN_SIZE), gated);
        FloatArray mapped = new FloatArray(2 * HIDDEN_SIZE);
        operations.put(Linear.launch(rowsOfWhichTheFirstHoldsNaN(HIDDEN_SIZE), ones(HIDDEN_SIZE * HIDDEN_SIZE),
                ones(HIDDEN_SIZE), mapped, layer(), 2, HIDDEN_SIZE, HIDDEN_SIZE), mapped);
        FloatArray attended = new FloatArray(2 * HIDDEN_SIZE);
        FloatArray queries = rowsOfWhichTheFirstHoldsNaN(HIDDEN_SIZE);
        operations.put(Attention.launch(twoTokens(), queries, ones(2 * HIDDEN_SIZE), ones(2 * HIDDEN_SIZE), attended,
                layer(), 2, 2, 2, 1, 1, HIDDEN_SIZE, 0), attended);
        return operations;
    }

    private static FloatArray rowsOfWhichTheFirstHoldsNaN(int width) {
        FloatArray rows = ones(2 * width);
        rows.set(1, Float.NaN);
        return rows;
    }

    private static FloatArray ones(int size) {
        FloatArray array = new FloatArray(size);
        array.init(1f);
        return array;
    }

    private static IntArray layer() {
        return IntArray.fromElements(0);
    }

    private static IntArray twoTokens() {
        RowTable table = new RowTable(2);
        table.token(0, 0, 0, 0, 2);
        table.token(1, 0, 1, 1, 2);
        return table.values();
    }

    private static List<Float> floats(FloatArray array) {
        List<Float> list = new ArrayList<>();
        for (float value : array.toHeapArray()) {
            list.add(value);
        }
        return list;
    }

    static Stream<Device> devices() {
        return TornadoDevices.all().stream();
    }
}
