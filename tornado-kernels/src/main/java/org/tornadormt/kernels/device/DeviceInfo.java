package org.tornadormt.kernels.device;

/**
 * What a report says of a device.
 *
 * @param id as {@code --device} takes it: {@code jvm}, {@code tornado:OPENCL:0}
 * @param backend {@code JVM}, or TornadoVM's name of the backend
 * @param name the device's own name
 * @param detail what else matters, such as vector width, driver or memory; may be empty
 * @param software versions of what translates and runs kernels there: driver and SDK, or the Java runtime
 */
public record DeviceInfo(String id, String backend, String name, String detail, String software) {

    /** One line for a report. */
    public String describe() {
        return id + " (" + name + (detail.isEmpty() ? "" : ", " + detail) + ")";
    }
}
