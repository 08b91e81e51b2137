package org.tornadormt.model.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** A device whose gradients are wrong in one number is refused before it trains anything. */
class GradientCheckTest {
    private final RmtModel model = RmtModel.load(Path.of("src/test/resources/fixtures/gpt2-rmt"),
            LoadOptions.defaults());

    @Test
    void theDefinitionsAgreeWithTheForms() {
        assertThatCode(() -> GradientCheck.compare(model, JvmDevice.definitionsOnly())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(floats = {1f, Float.NaN})
    void oneWrongNumberIsNamed(float wrong) {
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> GradientCheck.compare(model, new FaultyGradients(JvmDevice.withThreads(1), wrong)))
                .withMessageContaining("computes gradients wrongly: element").withMessageContaining("on the JVM");
    }

    /** The JVM, but that the last number of each gradient is another. */
    private record FaultyGradients(Device device, float wrong) implements Device {

        @Override
        public DeviceInfo info() {
            return device.info();
        }

        @Override
        public Optional<DeviceLimits> limits() {
            return Optional.empty();
        }

        @Override
        public Executable compile(Program program, RunListener listener) {
            Executable executable = device.compile(program, listener);
            return new Executable() {
                @Override
                public void run(String stage, int times) {
                    executable.run(stage, times);
                    if (stage.equals("fetchGradients")) {
                        program.stage(stage).fetched().forEach(array -> ((FloatArray) array)
                                .set(((FloatArray) array).getSize() - 1, wrong));
                    }
                }

                @Override
                public void close() {
                    executable.close();
                }
            };
        }
    }
}
