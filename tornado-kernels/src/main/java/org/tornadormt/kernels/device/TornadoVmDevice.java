package org.tornadormt.kernels.device;

import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** A device that TornadoVM compiles for: OpenCL, PTX, SPIR-V or whatever backends the installed SDK has. */
final class TornadoVmDevice implements Device {
    private final TornadoDevice device;
    private final DeviceInfo info;

    /**
     * A device of TornadoVM.
     *
     * @param index its number among the devices of its backend
     */
    TornadoVmDevice(TornadoDevice device, int index) {
        this.device = device;
        String backend = device.getTornadoVMBackend().name();
        String name = device.getPhysicalDevice().getDeviceName().strip();
        String detail = device.getPlatformName().strip() + ", " + device.getMaxGlobalMemory() / (1 << 20) + " MiB";
        info = new DeviceInfo("tornado:" + backend + ":" + index, backend, name, detail);
    }

    @Override
    public DeviceInfo info() {
        return info;
    }

    @Override
    public Executable compile(Program program) {
        return new TornadoVmExecutable(program, device, info);
    }
}
