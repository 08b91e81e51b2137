package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceException;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.kernels.device.DeviceLimits;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.device.RunListener;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.RandomModels;

/** A device that fails in the middle of a text leaves the session with the memory of the last segment that ended. */
class FailingDeviceTest {
    private final RmtModel model = RandomModels.wideDecoder(2, 4);

    @ParameterizedTest
    @ValueSource(strings = {"segmentEmbed", "segmentLayer", "segmentLastKeysAndValues", "memoryWrite"})
    void theLastMemoryCanBeSavedAndGoneOnFrom(String stage) {
        FailingDevice device = new FailingDevice(JvmDevice.withThreads(1));
        int[] text = RandomModels.text(model, new Random(3), 3 * model.segmentSize());
        try (Session failing = Session.reading(model, device);
                Session sound = Session.reading(model, JvmDevice.withThreads(1))) {
            failing.feed(Arrays.copyOf(text, 2 * model.segmentSize()));
            sound.feed(Arrays.copyOf(text, 2 * model.segmentSize()));
            MemoryState before = failing.state();

            device.failingStage = stage;
            assertThatExceptionOfType(DeviceException.class).isThrownBy(failing::endSegment).withMessage("broken");
            device.failingStage = "";

            assertThat(failing.state()).isEqualTo(before);
            for (Session session : new Session[]{failing, sound}) {
                session.feed(Arrays.copyOfRange(text, 2 * model.segmentSize(), text.length));
            }
            assertThat(failing.state()).isEqualTo(sound.state());
            assertThat(failing.finalMemory()).isEqualTo(sound.finalMemory());
        }
    }

    private static final class FailingDevice implements Device {
        private final Device device;
        private String failingStage = "";

        private FailingDevice(Device device) {
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
            Executable executable = device.compile(program, listener);
            return new Executable() {
                @Override
                public void run(String stage, int times) {
                    if (stage.equals(failingStage)) {
                        throw new DeviceException("broken");
                    }
                    executable.run(stage, times);
                }

                @Override
                public void close() {
                    executable.close();
                }
            };
        }
    }
}
