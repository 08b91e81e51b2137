package org.tornadormt.kernels.device;

import java.util.Optional;
import org.tornadormt.kernels.program.Program;

/** A place where programs run. */
public interface Device {

    /** What reports say of it. */
    DeviceInfo info();

    /** What it can hold and run at once; empty for the JVM, which takes what the machine has. */
    Optional<DeviceLimits> limits();

    /**
     * Whether its results may be used without proof: true for the JVM, which runs the definitions themselves or forms
     * that this project's tests hold against them; what a driver makes of them has to be tested where it runs.
     */
    default boolean isTrusted() {
        return limits().isEmpty();
    }

    /**
     * Prepares a program for runs on this device. What is no input must not change in the host's arrays any more: a
     * device copies it when it likes, here or when the first stage that uses it runs.
     *
     * @throws DeviceException if the device cannot run it
     */
    default Executable compile(Program program) {
        return compile(program, RunListener.NONE);
    }

    /**
     * The same for who wants to know what the runs cost.
     *
     * @param listener is told of every run; with {@link RunListener#NONE} nothing is measured
     * @throws DeviceException if the device cannot run it
     */
    Executable compile(Program program, RunListener listener);

    /** This device, which tells a listener of every run of every program that it compiles. */
    default Device reportingTo(RunListener listener) {
        return new ReportingDevice(this, listener);
    }
}
