package org.tornadormt.kernels.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tornadormt.kernels.program.DeviceTraits;
import org.tornadormt.kernels.program.Processor;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/** A device that TornadoVM compiles for, with whatever backends the installed SDK has. */
final class TornadoVmDevice implements Device {
    private final TornadoDevice device;
    private final DeviceInfo info;
    private final DeviceLimits limits;
    private final Optional<DeviceTraits> traits;

    /**
     * A device of TornadoVM.
     *
     * @param index its number among the devices of its backend
     */
    TornadoVmDevice(TornadoDevice device, int index) {
        this(device, infoOf(device, index), limitsOf(device), Optional.of(traitsOf(device)));
    }

    private TornadoVmDevice(TornadoDevice device, DeviceInfo info, DeviceLimits limits,
            Optional<DeviceTraits> traits) {
        this.device = device;
        this.info = info;
        this.limits = limits;
        this.traits = traits;
    }

    private static DeviceInfo infoOf(TornadoDevice device, int index) {
        String backend = device.getTornadoVMBackend().name();
        String name = device.getPhysicalDevice().getDeviceName().strip();
        String detail = device.getPlatformName().strip() + ", " + device.getMaxGlobalMemory() / (1 << 20) + " MiB";
        return new DeviceInfo("tornado:" + backend + ":" + index, backend, name, detail,
                "TornadoVM " + TornadoRuntime.version() + ", " + versionsIn(reportOf(device)));
    }

    private static String reportOf(TornadoDevice device) {
        return String.valueOf(device.getDeviceInfo());
    }

    /** The lines of a device's report on itself that name a version: of its driver, of what it implements. */
    private static String versionsIn(String report) {
        return report.lines().filter(line -> line.contains("ersion")).map(line -> line.strip().replaceAll("\\s+", " "))
                .collect(Collectors.joining(", "));
    }

    private static DeviceLimits limitsOf(TornadoDevice device) {
        TornadoTargetDevice physical = device.getPhysicalDevice();
        long memory = device.getMaxGlobalMemory();
        long maxWorkGroup = Arrays.stream(physical.getDeviceMaxWorkGroupSize()).max().orElse(1);
        return new DeviceLimits(memory, Math.min(memory, device.getMemoryProvider().getHeapSize()),
                device.getMaxAllocMemory(),
                device.getDeviceLocalMemorySize(), physical.getDeviceMaxComputeUnits(), maxWorkGroup,
                Arrays.stream(device.getDeviceMaxWorkgroupDimensions()).boxed().toList(),
                reportOf(device).contains("fp16"));
    }

    private static DeviceTraits traitsOf(TornadoDevice device) {
        // Whatever is no CPU (GPU, accelerator, FPGA) runs many work-items side by side.
        Processor processor = isCpu(device) ? Processor.CPU : Processor.GPU;
        long groupItems = Arrays.stream(device.getPhysicalDevice().getDeviceMaxWorkGroupSize()).max().orElse(1);
        return new DeviceTraits(processor, groupItems, device.getDeviceLocalMemorySize());
    }

    private static boolean isCpu(TornadoDevice device) {
        return device.getDeviceType() == TornadoDeviceType.CPU;
    }

    /** Whether it reports that it is a CPU, whatever forms it runs. */
    boolean isCpu() {
        return isCpu(device);
    }

    /** The same device with the definitions alone: slow, and what its other forms are held against. */
    TornadoVmDevice definitionsOnly() {
        return new TornadoVmDevice(device, suffixed("plain"), limits, Optional.empty());
    }

    /** The same device with the forms that are made for another kind of processor. */
    TornadoVmDevice as(Processor processor) {
        return new TornadoVmDevice(device, suffixed(processor.name().toLowerCase(Locale.ROOT)), limits,
                Optional.of(traitsOf(device).as(processor)));
    }

    private DeviceInfo suffixed(String forms) {
        return new DeviceInfo(info.id() + ":" + forms, info.backend(), info.name(), info.detail(),
                info.software());
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
    public Executable compile(Program program, RunListener listener) {
        DeviceMemory.require(program, info, limits);
        FormChoice forms = traits.map(FormChoice::by).orElseGet(FormChoice::definitions);
        return new TornadoVmExecutable(program, device, info, forms, listener);
    }
}
