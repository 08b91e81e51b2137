package org.tornadormt.kernels.device;

import org.tornadormt.kernels.program.Program;

/** A place where programs run. */
public interface Device {

    /** What reports say of it. */
    DeviceInfo info();

    /**
     * Prepares a program for runs on this device: allocates, compiles, copies constants.
     *
     * @throws DeviceException if the device cannot run it
     */
    Executable compile(Program program);
}
