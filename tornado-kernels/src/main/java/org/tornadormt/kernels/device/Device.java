package org.tornadormt.kernels.device;

import org.tornadormt.kernels.program.Program;

/** A place where programs run. */
public interface Device {

    /** What reports say of it. */
    DeviceInfo info();

    /**
     * Prepares a program for runs on this device. What is no input must not change in the host's arrays any more: a
     * device copies it when it likes, here or when the first stage that uses it runs.
     *
     * @throws DeviceException if the device cannot run it
     */
    Executable compile(Program program);
}
