package org.tornadormt.kernels.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceTest;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.device.TornadoDevices;

/** A program of several stages does on a device what it does in Java, in whatever order its stages run. */
@DeviceTest
final class StagesOnDeviceTest {
    private static final int STEPS = 150;

    @ParameterizedTest
    @MethodSource("devices")
    void stagesInAnyOrderLeaveTheSameOutputsAsOnTheJvm(Device device) {
        Random random = new Random(5);
        RecurrentProgram expected = new RecurrentProgram(1);
        RecurrentProgram actual = new RecurrentProgram(1);
        List<String> stages = expected.program().stages().stream().map(Stage::name).toList();
        StringBuilder history = new StringBuilder();
        int layersLeft = RecurrentProgram.LAYERS;
        try (Executable jvm = JvmDevice.definitionsOnly().compile(expected.program());
                Executable onDevice = device.compile(actual.program())) {
            for (int i = 0; i < STEPS; i++) {
                String stage = stages.get(random.nextInt(stages.size()));
                int times = random.nextInt(1 + (stage.equals("layer") ? layersLeft : 3));
                if (stage.equals("read") && times > 0) {
                    layersLeft = RecurrentProgram.LAYERS;
                } else if (stage.equals("layer")) {
                    layersLeft -= times;
                }
                expected.changeInputs();
                actual.changeInputs();

                jvm.run(stage, times);
                onDevice.run(stage, times);

                history.append(' ').append(stage).append('×').append(times);
                assertThat(actual.outputs()).as("after%s", history).isEqualTo(expected.outputs());
                if (stage.equals("state") && times > 0) {
                    assertThat(actual.state()).as("state after%s", history).isEqualTo(expected.state());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void segmentsOneAfterTheOtherCarryTheirMemory(Device device) {
        RecurrentProgram expected = new RecurrentProgram(2);
        RecurrentProgram actual = new RecurrentProgram(2);
        try (Executable jvm = JvmDevice.definitionsOnly().compile(expected.program());
                Executable onDevice = device.compile(actual.program())) {
            for (int segment = 0; segment < 10; segment++) {
                for (RecurrentProgram program : List.of(expected, actual)) {
                    program.changeInputs();
                }
                for (Executable executable : List.of(jvm, onDevice)) {
                    executable.run("read");
                    executable.run("layer", RecurrentProgram.LAYERS);
                    executable.run("write");
                    executable.run("logits");
                    executable.run("fetch");
                }
                assertThat(actual.outputs()).as("segment %d", segment).isEqualTo(expected.outputs());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void twoCompilationsOfOneProgramHaveTheirOwnState(Device device) {
        RecurrentProgram expected = new RecurrentProgram(3);
        RecurrentProgram actual = new RecurrentProgram(3);
        // Not "count", whose output is its state: the first would hand it to the second through the host.
        List<String> stages = List.of("read", "layer", "write", "logits", "fetch", "restore", "fetch", "read");
        try (Executable jvm = JvmDevice.definitionsOnly().compile(expected.program());
                Executable one = device.compile(actual.program());
                Executable other = device.compile(actual.program())) {
            for (String stage : stages) {
                expected.changeInputs();
                actual.changeInputs();
                jvm.run(stage);
                one.run(stage);
                assertThat(actual.outputs()).as("the first after %s", stage).isEqualTo(expected.outputs());
                other.run(stage);
                assertThat(actual.outputs()).as("the second after %s", stage).isEqualTo(expected.outputs());
            }
        }
    }

    static Stream<Device> devices() {
        return TornadoDevices.all().stream();
    }
}
