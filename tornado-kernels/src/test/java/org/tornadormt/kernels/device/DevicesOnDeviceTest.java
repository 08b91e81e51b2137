package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.LayerCursor;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The choice of a device in a JVM that has TornadoVM. */
@DeviceTest
final class DevicesOnDeviceTest {
    private final Devices devices = Devices.find(1);

    @Test
    void theJvmComesFirst() {
        assertThat(devices.all().getFirst().info().id()).isEqualTo("jvm");
        assertThat(devices.tornadoProblem()).isEmpty();
    }

    @Test
    void everyDeviceIsChosenByItsId() {
        List<String> ids = devices.all().stream().map(device -> device.info().id()).toList();

        assertThat(ids).hasSizeGreaterThan(1).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(devices.choose(id).info().id()).isEqualTo(id);
            assertThat(devices.choose(id.toLowerCase(Locale.ROOT)).info().id()).isEqualTo(id);
        });
        assertThat(devices.choose("tornado").info().id()).isEqualTo(ids.get(1));
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedWithThoseThatAre() {
        String first = devices.choose("tornado").info().id();

        assertThatExceptionOfType(DeviceException.class).isThrownBy(() -> devices.choose("tornado:OPENCL:99"))
                .withMessageStartingWith("no device tornado:OPENCL:99: choose").withMessageContaining(first);
    }

    @Test
    void aDeviceSaysWhatItIs() {
        DeviceInfo info = devices.choose("tornado").info();

        assertThat(info.id()).isEqualTo("tornado:" + info.backend() + ":0");
        assertThat(info.name()).isNotBlank();
        assertThat(info.describe()).startsWith(info.id() + " (" + info.name()).endsWith(" MiB)");
    }

    @Test
    void aDeviceSaysWhatItCanHoldAndWhichVersionsItIs() {
        Device device = devices.choose("tornado");
        DeviceLimits limits = device.limits().orElseThrow();

        assertThat(limits.memoryBytes()).isGreaterThan(1 << 28);
        assertThat(limits.usableBytes()).isPositive().isLessThanOrEqualTo(limits.memoryBytes());
        assertThat(limits.largestArrayBytes()).isPositive();
        assertThat(limits.localMemoryBytes()).isPositive();
        assertThat(limits.computeUnits()).isPositive();
        assertThat(limits.maxWorkGroup()).isPositive();
        assertThat(limits.maxWorkItems()).hasSize(3).allMatch(size -> size > 0);
        assertThat(device.info().software()).startsWith("TornadoVM ").contains("ersion").doesNotContain("\n");
    }

    @Test
    void anUnknownStageIsNamed() {
        Program program = Program.named("counter")
                .stage("advance", List.of(LayerCursor.advance(IntArray.fromElements(0)))).build();
        try (Executable executable = devices.choose("tornado").compile(program)) {
            assertThatIllegalArgumentException().isThrownBy(() -> executable.run("retreat"))
                    .withMessage("program counter has no stage retreat");
        }
    }
}
