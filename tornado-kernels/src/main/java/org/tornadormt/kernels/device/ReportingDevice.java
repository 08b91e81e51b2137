package org.tornadormt.kernels.device;

import java.util.Optional;
import org.tornadormt.kernels.program.Program;

/** A device that tells a listener of every run of every program that it compiles. */
record ReportingDevice(Device device, RunListener listener) implements Device {

    @Override
    public DeviceInfo info() {
        return device.info();
    }

    @Override
    public Optional<DeviceLimits> limits() {
        return device.limits();
    }

    @Override
    public boolean isTrusted() {
        return device.isTrusted();
    }

    @Override
    public Executable compile(Program program, RunListener other) {
        return device.compile(program, run -> {
            listener.ran(run);
            other.ran(run);
        });
    }
}
