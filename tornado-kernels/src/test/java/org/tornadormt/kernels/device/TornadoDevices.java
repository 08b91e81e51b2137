package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.tornadormt.kernels.program.Processor;

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

    /** The device with the kernels that are made for that kind of processor, whatever it is itself. */
    public static Device withFormsFor(Processor processor, Device device) {
        return ((TornadoVmDevice) device).as(processor);
    }
}
