package org.tornadormt.kernels.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceTest;
import org.tornadormt.kernels.device.TornadoDevices;

/** The devices at hand pass the self-test, and are measured. */
@DeviceTest
final class SelfTestOnDeviceTest {

    @ParameterizedTest
    @MethodSource("devices")
    void theDevicePassesAndHasASpeed(Device device) {
        Verdict verdict = Verdict.of(device);

        assertThat(verdict.failure()).isEmpty();
        assertThat(verdict.speed()).isPositive();
        assertThat(device.isTrusted()).isFalse();
    }

    static Stream<Device> devices() {
        return TornadoDevices.all().stream();
    }
}
