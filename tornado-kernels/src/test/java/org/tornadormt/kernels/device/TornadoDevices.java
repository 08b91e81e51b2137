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

    /**
     * The kinds of processor whose forms the device has to run. Those for GPUs run on a CPU too; those for CPUs take
     * vectors of eight floats, which TornadoVM's CUDA and PTX backends cannot compile.
     */
    public static List<Processor> processorsOf(Device device) {
        return ((TornadoVmDevice) device).isCpu() ? List.of(Processor.CPU, Processor.GPU) : List.of(Processor.GPU);
    }
}
