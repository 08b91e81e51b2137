package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.kernels.device.DeviceLimits;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.device.RunListener;
import org.tornadormt.kernels.program.Program;

class TrainingRunnerTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @Test
    void gradientsAreRefusedElsewhereThanOnTheJvm() {
        RmtModel model = RmtModel.load(FIXTURES.resolve("gpt2-rmt"), LoadOptions.defaults());

        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> new TrainingRunner(model, new Other(), 1, 4))
                .withMessage("gradients are computed on the JVM so far, not on other:0; leave --device out");
    }

    @Test
    void aLabelThatTheModelHasNotIsNamed() {
        RmtModel model = RmtModel.load(FIXTURES.resolve("bert-rmt"), LoadOptions.defaults());
        try (TrainingRunner runner = new TrainingRunner(model, JvmDevice.withThreads(1), 1, 4)) {
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> runner.loss(new int[][]{{3, 4}}, new int[][]{{6}}))
                    .withMessageContaining("label 6").withMessageContaining("6 outputs: 0 to 5");
        }
    }

    /** A device that is not the JVM. */
    private record Other() implements Device {

        @Override
        public DeviceInfo info() {
            return new DeviceInfo("other:0", "OTHER", "another", "", "");
        }

        @Override
        public Optional<DeviceLimits> limits() {
            return Optional.empty();
        }

        @Override
        public Executable compile(Program program, RunListener listener) {
            throw new AssertionError("it is refused before");
        }
    }
}
