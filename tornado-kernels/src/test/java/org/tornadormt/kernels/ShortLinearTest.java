package org.tornadormt.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Weights of 16 bits give, bit for bit, what the same numbers give in 32. */
final class ShortLinearTest {
    private static final int ROWS = 250;
    private static final int IN = 1600;
    private static final int OUT = 150;

    @ParameterizedTest
    @MethodSource("formatsAndDevices")
    void resultsHaveTheBitsOfNumbersOf32Bits(NumberFormat format, Device device) {
        RandomInputs random = new RandomInputs(7);
        int width = VectorForms.panelWidth();
        FloatArray x = random.floats(ROWS * IN);
        FloatArray bias = random.floats(2 * OUT);
        FloatArray panels = RandomInputs.inPanels(random.floats(format, 2 * OUT * IN), OUT, IN, 3, width);

        FloatArray expected = run(device, x, StoredNumbers.of(panels), bias, width);
        FloatArray actual = run(device, x, RandomInputs.stored(format, panels), bias, width);

        assertThat(actual.toHeapArray()).isEqualTo(expected.toHeapArray());
    }

    private static FloatArray run(Device device, FloatArray x, StoredNumbers weight, FloatArray bias, int width) {
        FloatArray out = RandomInputs.toBeOverwritten(ROWS * OUT);
        Launch launch = Linear.launch(x, weight, bias, out, IntArray.fromElements(1), ROWS, IN, OUT, 3, width);
        try (Executable executable = device
                .compile(Program.named("map").outputs(out).stage("map", List.of(launch)).build())) {
            executable.run("map");
        }
        return out;
    }

    static Stream<Arguments> formatsAndDevices() {
        return Stream.of(NumberFormat.BFLOAT16, NumberFormat.FLOAT16)
                .flatMap(format -> Stream.of(JvmDevice.definitionsOnly(), JvmDevice.withThreads(2))
                        .map(device -> Arguments.of(format, device)));
    }
}
