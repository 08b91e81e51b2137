package org.tornadormt.kernels.device;

import java.util.List;
import java.util.Optional;

/**
 * One run of a stage, as its device counts it.
 *
 * @param stage its name
 * @param first whether the stage has not run before in its executable: such a run may compile kernels, and brings arrays
 *            to the device that stay there
 * @param launches kernels that ran
 * @param nanoseconds from the call to the return
 * @param costs what TornadoVM counted; empty on the JVM, where nothing is copied or compiled ahead, and for runs that
 *            were not measured
 * @param kernels the time of each launch, in their order; empty if the run was not measured
 */
public record StageRun(String stage, boolean first, int launches, long nanoseconds, Optional<DeviceCosts> costs,
        List<KernelTime> kernels) {
    /** Stage of a TornadoVM device in front of those of the program: brings to the device what stages share. */
    public static final String UPLOAD = "upload";

    /** Copies the list. */
    public StageRun {
        kernels = List.copyOf(kernels);
    }

    /** Whether the time of each launch is known. */
    public boolean isMeasured() {
        return !kernels.isEmpty();
    }

    /**
     * The time of a launch.
     *
     * @param operation the operation as the program names it
     * @param form what ran: {@code definition}, {@code vectors} (a form for the JVM), or the name of a kernel for
     *            devices
     * @param nanoseconds on the JVM from call to return, on a device as its driver counts them, without the launch
     */
    public record KernelTime(String operation, String form, long nanoseconds) {
        /** The form that every operation has. */
        public static final String DEFINITION = "definition";
    }
}
