package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** The TornadoVM devices that a {@link DeviceTest} runs on. */
public final class TornadoDevices {

    private TornadoDevices() {}

    /** All of them; fails if there is none. */
    public static List<Device> all() {
        Devices devices = Devices.find(1);
        List<Device> found = devices.all().stream().filter(device -> device.info().id().startsWith("tornado:"))
                .toList();
        assertThat(found).as(devices.tornadoProblem()).isNotEmpty();
        return found;
    }
}
