package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** A program that does not fit is refused before anything is allocated. */
final class DeviceMemoryTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final DeviceInfo DEVICE = new DeviceInfo("tornado:X:0", "X", "x", "", "");
    /** Two arrays of a mebibyte and their headers: a little more than two mebibytes. */
    private final Program program = Program.named("copy").stage("copy",
            List.of(CopyArray.launch(new FloatArray(1 << 18), new FloatArray(1 << 18)))).build();

    @Test
    void whatFitsIsNotRefused() {
        assertThatCode(() -> DeviceMemory.require(program, DEVICE, limits(3, 3, 2))).doesNotThrowAnyException();
    }

    @Test
    void aDeviceThatIsTooSmallIsNamedWithWhatItHas() {
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> DeviceMemory.require(program, DEVICE, limits(2, 2, 2)))
                .withMessage("program copy needs 3 MiB, and device tornado:X:0 has 2 MiB: take a smaller"
                        + " --segment-size, another model, or --device jvm");
    }

    @Test
    void aLimitOfTornadoVmIsNamedWithTheOptionThatLiftsIt() {
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> DeviceMemory.require(program, DEVICE, limits(8, 2, 2)))
                .withMessage("program copy needs 3 MiB, and TornadoVM takes 2 MiB of device tornado:X:0's 8 MiB: allow"
                        + " more with RMT_JAVA_OPTS=-Dtornado.device.memory=3MB");
    }

    @Test
    void anArrayThatIsTooLargeIsRefused() {
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> DeviceMemory.require(program, DEVICE, limits(8, 8, 1)))
                .withMessageContaining("has an array of 2 MiB, and device tornado:X:0 allocates at most 1 MiB at once");
    }

    private static DeviceLimits limits(long memory, long usable, long largestArray) {
        return new DeviceLimits(memory * MEBIBYTE, usable * MEBIBYTE, largestArray * MEBIBYTE, 0, 1, 1, List.of(1L),
                false);
    }
}
