package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.kernels.device.JvmDevice;

/** The devices that a test runs on: the JVM in both ways, and what TornadoVM has if this JVM was started with it. */
public final class TestDevices {
    private static final List<Device> ALL = find();

    private TestDevices() {}

    private static List<Device> find() {
        List<Device> devices = new ArrayList<>(List.of(JvmDevice.definitionsOnly()));
        devices.addAll(Devices.find(2).all());
        return List.copyOf(devices);
    }

    /** All of them. */
    public static Stream<Device> all() {
        return ALL.stream();
    }

    /** Those of TornadoVM; a test that asks is skipped in a JVM that was started without it. */
    public static List<Device> tornado() {
        assumeThat(System.getProperty("tornado.load.runtime.implementation")).as("started with TornadoVM").isNotNull();
        List<Device> found = ALL.stream().filter(device -> !device.isTrusted()).toList();
        assertThat(found).as("devices of TornadoVM").isNotEmpty();
        return found;
    }
}
