package org.tornadormt.kernels.device;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** A device that TornadoVM compiles for, with whatever backends the installed SDK has. */
final class TornadoVmDevice implements Device {
    private final TornadoDevice device;
    private final DeviceInfo info;
    private final DeviceLimits limits;

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
        String report = String.valueOf(device.getDeviceInfo());
        info = new DeviceInfo("tornado:" + backend + ":" + index, backend, name, detail,
                "TornadoVM " + TornadoRuntime.version() + ", " + versionsIn(report));
        limits = limitsOf(device, report);
    }

    /** The lines of a device's report on itself that name a version: of its driver, of what it implements. */
    private static String versionsIn(String report) {
        return report.lines().filter(line -> line.contains("ersion")).map(line -> line.strip().replaceAll("\\s+", " "))
                .collect(Collectors.joining(", "));
    }

    private static DeviceLimits limitsOf(TornadoDevice device, String report) {
        TornadoTargetDevice physical = device.getPhysicalDevice();
        long memory = device.getMaxGlobalMemory();
        long maxWorkGroup = Arrays.stream(physical.getDeviceMaxWorkGroupSize()).max().orElse(1);
        return new DeviceLimits(memory, Math.min(memory, device.getMemoryProvider().getHeapSize()),
                device.getMaxAllocMemory(),
                device.getDeviceLocalMemorySize(), physical.getDeviceMaxComputeUnits(), maxWorkGroup,
                Arrays.stream(device.getDeviceMaxWorkgroupDimensions()).boxed().toList(),
                report.contains("fp16"));
    }

    @Override
    public DeviceInfo info() {
        return info;
    }

    @Override
    public Optional<DeviceLimits> limits() {
        return Optional.of(limits);
    }

    @Override
    public Executable compile(Program program) {
        DeviceMemory.require(program, info, limits);
        return new TornadoVmExecutable(program, device, info);
    }
}
