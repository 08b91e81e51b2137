package org.tornadormt.cli;

import java.nio.file.Path;
import java.util.Map;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.kernels.proof.ProvenDevices;
import org.tornadormt.kernels.proof.ProvenDevices.Choice;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that choose a device. */
final class DeviceOptions {
    private static final int MOST_THREADS = 1024;

    private final Map<String, String> environment;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto (the fastest that"
            + " passed its self-test), jvm, jvm:plain (definitions of the kernels, one thread), tornado (the first"
            + " TornadoVM device) or an id that rmt devices lists. Default: ${DEFAULT-VALUE}.")
    private String id;

    private int threads = Runtime.getRuntime().availableProcessors();

    DeviceOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the device jvm. Default: all cores.")
    private void setThreads(int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new ParameterException(command.commandLine(),
                    "--threads must be 1 or more and at most " + MOST_THREADS + ", not " + threads);
        }
        this.threads = threads;
    }

    /**
     * The chosen device, proved; says which it is if it was not asked for by name.
     *
     * @throws org.tornadormt.kernels.device.DeviceException if there is no such device, or if it was refused
     */
    Device device(Terminal terminal) {
        Path cache = UserCache.folder(environment);
        KnownChoice known = new KnownChoice(cache);
        Devices devices = Devices.find(threads);
        Choice choice = new ProvenDevices(devices, new VerdictFiles(cache.resolve("devices")), terminal::note)
                .choose(id);
        if (choice.reason().isEmpty()) {
            if (id.equals("auto")) {
                known.usedByLauncher().ifPresent(terminal::note);
            }
        } else {
            terminal.note(choice.reason());
            if (threads == Runtime.getRuntime().availableProcessors()) {
                known.keep(choice.device().info().id(), choice.reason());
            }
        }
        return choice.device();
    }

    /**
     * The chosen device for gradients: auto is the JVM, since what is fast for reading was not timed with gradients.
     *
     * @throws org.tornadormt.kernels.device.DeviceException as {@link #device}
     */
    Device deviceForGradients(Terminal terminal) {
        return id.equals("auto") ? Devices.find(threads).choose("jvm") : device(terminal);
    }
}
