package org.tornadormt.cli;

import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Devices;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that choose a device. */
final class DeviceOptions {
    private static final int MOST_THREADS = 1024;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto (the JVM), jvm, jvm:plain"
            + " (definitions of the kernels, one thread), tornado (the first TornadoVM device) or an id that rmt"
            + " devices lists, such as tornado:OPENCL:0. Default: ${DEFAULT-VALUE}.")
    private String id;

    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the device jvm. Default: all cores.")
    private void setThreads(int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new ParameterException(command.commandLine(),
                    "--threads must be 1 or more and at most " + MOST_THREADS + ", not " + threads);
        }
        this.threads = threads;
    }

    /** All devices of this machine. */
    Devices find() {
        return Devices.find(threads);
    }

    /**
     * The chosen device.
     *
     * @throws org.tornadormt.kernels.device.DeviceException if there is no such device
     */
    Device device() {
        return find().choose(id);
    }
}
