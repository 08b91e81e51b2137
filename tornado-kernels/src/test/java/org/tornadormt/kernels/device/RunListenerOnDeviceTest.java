package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.LayerCursor;
import org.tornadormt.kernels.device.StageRun.KernelTime;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** What a TornadoVM device tells of its runs. */
@DeviceTest
final class RunListenerOnDeviceTest {
    private final FloatArray in = new FloatArray(37);
    private final FloatArray out = new FloatArray(37);
    private final IntArray layer = IntArray.fromElements(0);
    private final Program program = Program.named("listened").inputs(in).outputs(out)
            .stage("copy", List.of(CopyArray.launch(in, out)))
            .stage("advance", List.of(LayerCursor.advance(layer), LayerCursor.advance(layer))).build();
    private final List<StageRun> runs = new ArrayList<>();

    static List<Device> devices() {
        return TornadoDevices.all();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void kernelsAreCompiledByTheFirstRunAlone(Device device) {
        try (Executable executable = device.reportingTo(runs::add).compile(program)) {
            executable.run("copy");
            executable.run("advance", 2);
        }

        assertThat(runs).extracting(StageRun::stage).containsExactly("copy", "advance", "advance");
        assertThat(runs).extracting(StageRun::first).containsExactly(true, true, false);
        assertThat(runs).extracting(run -> run.costs().orElseThrow().compiledKernels()).containsExactly(1, 2, 0);
        assertThat(runs.getFirst().costs().orElseThrow().driverNanoseconds()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void bytesAreThoseOfInputsAndOutputsEachTimeAndOfAllElseOnce(Device device) {
        try (Executable executable = device.reportingTo(runs::add).compile(program)) {
            executable.run("copy", 2);
            executable.run("advance", 2);
        }

        assertThat(runs).extracting(run -> run.costs().orElseThrow().bytesToDevice()).containsExactly(
                in.getNumBytesOfSegmentWithHeader(), in.getNumBytesOfSegmentWithHeader(),
                layer.getNumBytesOfSegmentWithHeader(), 0L);
        assertThat(runs).extracting(run -> run.costs().orElseThrow().bytesToHost()).containsExactly(
                out.getNumBytesOfSegmentWithHeader(), out.getNumBytesOfSegmentWithHeader(), 0L, 0L);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void everyLaunchHasAnOperationAndATime(Device device) {
        try (Executable executable = device.reportingTo(runs::add).compile(program)) {
            executable.run("advance");
        }

        List<KernelTime> kernels = runs.getFirst().kernels();
        assertThat(kernels).extracting(KernelTime::operation).containsExactly("advanceLayer", "advanceLayer");
        assertThat(kernels).allSatisfy(kernel -> {
            assertThat(kernel.form()).isEqualTo(KernelTime.DEFINITION);
            assertThat(kernel.nanoseconds()).isPositive();
        });
    }

    @ParameterizedTest
    @MethodSource("devices")
    void afterManyRunsAStageIsCountedAndNotMeasured(Device device) {
        try (Executable executable = device.reportingTo(runs::add).compile(program)) {
            executable.run("advance", 501);
            executable.run("copy");
        }

        assertThat(runs.get(499).isMeasured()).isTrue();
        assertThat(runs.get(500)).satisfies(run -> {
            assertThat(run.isMeasured()).isFalse();
            assertThat(run.costs()).isEmpty();
            assertThat(run.launches()).isEqualTo(2);
        });
        assertThat(runs.getLast().isMeasured()).as("another stage").isTrue();
    }
}
