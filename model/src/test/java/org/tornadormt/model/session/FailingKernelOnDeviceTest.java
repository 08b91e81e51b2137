package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceException;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.kernels.device.DeviceLimits;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.RunListener;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.kernels.program.Stage;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TestDevices;
import org.tornadormt.model.fixtures.RandomModels;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * A kernel that a device cannot compile, in the middle of a text: one error, and the session goes on from the last
 * segment that ended, on the same device and in the same program.
 */
@Tag("device")
class FailingKernelOnDeviceTest {
    private static final String BROKEN = "broken";

    private final RmtModel model = RandomModels.wideDecoder(2, 4);

    @Test
    void theSessionGoesOnFromTheLastSegmentThatEnded() {
        int[] text = RandomModels.text(model, new Random(3), 3 * model.segmentSize());
        int[] begin = Arrays.copyOf(text, 2 * model.segmentSize());
        int[] end = Arrays.copyOfRange(text, begin.length, text.length);
        for (Device device : TestDevices.tornado()) {
            BreakingDevice breaking = new BreakingDevice(device);
            try (Session failing = Session.reading(model, breaking); Session sound = Session.reading(model, device)) {
                failing.feed(begin);
                sound.feed(begin);
                MemoryState before = failing.state();

                breaking.breaksAt = "segmentLayer";
                assertThatExceptionOfType(DeviceException.class).isThrownBy(failing::endSegment)
                        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1)
                                .startsWith("device " + device.info().id() + " failed in stage broken of program ")
                                .endsWith("(run with --device jvm to go on without it)"));
                breaking.breaksAt = "";

                assertThat(failing.state()).isEqualTo(before).isEqualTo(sound.state());
                failing.feed(end);
                sound.feed(end);
                assertThat(failing.state()).isEqualTo(sound.state());
                assertThat(failing.finalMemory()).isEqualTo(sound.finalMemory());
            }
        }
    }

    /** Named after a type of OpenCL C and CUDA C, so that no driver compiles it. */
    static void uint(IntArray array, int size) {
        for (@Parallel
        int i = 0; i < size; i++) {
            array.set(i, array.get(i) + 1);
        }
    }

    /** A device whose programs have one stage more, which cannot be compiled and can run instead of another. */
    private static final class BreakingDevice implements Device {
        private final Device device;
        private String breaksAt = "";

        private BreakingDevice(Device device) {
            this.device = device;
        }

        @Override
        public DeviceInfo info() {
            return device.info();
        }

        @Override
        public Optional<DeviceLimits> limits() {
            return device.limits();
        }

        @Override
        public Executable compile(Program program, RunListener listener) {
            Executable executable = device.compile(withBrokenStage(program), listener);
            return new Executable() {
                @Override
                public void run(String stage, int times) {
                    executable.run(stage.equals(breaksAt) ? BROKEN : stage, times);
                }

                @Override
                public void close() {
                    executable.close();
                }
            };
        }

        private static Program withBrokenStage(Program program) {
            Program.Builder builder = Program.named(program.name());
            for (Stage stage : program.stages()) {
                for (TornadoNativeArray array : Program.arraysOf(stage)) {
                    if (program.isInput(array)) {
                        builder.inputs(array);
                    }
                    if (program.isOutput(array)) {
                        builder.outputs(array);
                    }
                }
                builder.stage(stage.name(), stage.launches());
            }
            IntArray own = new IntArray(1);
            return builder.stage(BROKEN, List.of(Launch.of(BROKEN, FailingKernelOnDeviceTest::uint, own, 1).reads(own)
                    .writes(own))).build();
        }
    }
}
