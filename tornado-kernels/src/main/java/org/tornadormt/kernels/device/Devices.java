package org.tornadormt.kernels.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tornadormt.kernels.program.Processor;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** The devices that this JVM can use, and how to choose one by name. */
public final class Devices {
    private final List<Device> devices;
    private final String tornadoProblem;

    private Devices(List<Device> devices, String tornadoProblem) {
        this.devices = devices;
        this.tornadoProblem = tornadoProblem;
    }

    /**
     * Finds all devices: the JVM first, then those of TornadoVM. Never throws for a device that is missing.
     *
     * @param threads number of threads that the JVM device uses
     */
    public static Devices find(int threads) {
        List<Device> found = new ArrayList<>(List.of(JvmDevice.withThreads(threads)));
        TornadoRuntime tornado = TornadoRuntime.probe();
        Map<TornadoVMBackendType, Integer> counts = new HashMap<>();
        for (TornadoDevice device : tornado.devices()) {
            int index = counts.merge(device.getTornadoVMBackend(), 1, Integer::sum) - 1;
            found.add(new TornadoVmDevice(device, index));
        }
        return new Devices(List.copyOf(found), tornado.problem());
    }

    /** Just these devices; for who chooses among some only. */
    public static Devices of(List<Device> devices) {
        return new Devices(List.copyOf(devices), "");
    }

    /** All devices, the JVM first. */
    public List<Device> all() {
        return devices;
    }

    /** Why there is no TornadoVM device and what to do about it, in one line; empty if there is one. */
    public String tornadoProblem() {
        return tornadoProblem;
    }

    /**
     * The device of that name, unproved; {@link org.tornadormt.kernels.proof.ProvenDevices} tests it first.
     *
     * @param id {@code jvm}, {@code tornado} (the first TornadoVM device) or an exact id such as
     *            {@code tornado:OPENCL:0}; {@code :plain}, {@code :cpu} or {@code :gpu} behind it chooses kernels by
     *            that instead of by what the device reports
     * @throws DeviceException if there is no such device
     */
    public Device choose(String id) {
        return switch (id) {
            case "jvm:plain" -> JvmDevice.definitionsOnly();
            case "tornado" -> devices.stream().filter(device -> device instanceof TornadoVmDevice).findFirst()
                    .orElseThrow(() -> new DeviceException("no TornadoVM device: " + tornadoProblem));
            default -> devices.stream().flatMap(Devices::withItsForms)
                    .filter(device -> device.info().id().equalsIgnoreCase(id)).findFirst()
                    .orElseThrow(() -> unknown(id));
        };
    }

    /** The device, and the same with kernels for other devices. */
    private static Stream<Device> withItsForms(Device device) {
        return device instanceof TornadoVmDevice tornado
                ? Stream.of(tornado, tornado.definitionsOnly(), tornado.as(Processor.CPU), tornado.as(Processor.GPU))
                : Stream.of(device);
    }

    private DeviceException unknown(String id) {
        if (id.startsWith("tornado:") && !tornadoProblem.isEmpty()) {
            return new DeviceException("no device " + id + ": " + tornadoProblem);
        }
        List<String> ids = devices.stream().map(device -> device.info().id()).toList();
        return new DeviceException("no device " + id + ": choose auto, tornado or one of " + String.join(", ", ids));
    }
}
