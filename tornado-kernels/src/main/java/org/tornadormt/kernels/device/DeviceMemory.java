package org.tornadormt.kernels.device;

import org.tornadormt.kernels.program.Program;
import org.tornadormt.kernels.program.Stage;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** Whether a program fits a device, found out before anything is allocated there. */
final class DeviceMemory {
    private static final long MEBIBYTE = 1 << 20;

    private DeviceMemory() {}

    /**
     * Requires that a program fits.
     *
     * @throws DeviceException if it is too large, with what it needs, what there is, and the option to change
     */
    static void require(Program program, DeviceInfo device, DeviceLimits limits) {
        long needed = program.bytes();
        if (needed > limits.memoryBytes()) {
            throw new DeviceException("program " + program.name() + " needs " + inWords(needed) + ", and device "
                    + device.id() + " has " + inWords(limits.memoryBytes())
                    + ": take a smaller --segment-size, another model, or --device jvm");
        }
        if (needed > limits.usableBytes()) {
            throw new DeviceException("program " + program.name() + " needs " + inWords(needed) + ", and TornadoVM"
                    + " takes " + inWords(limits.usableBytes()) + " of device " + device.id() + "'s "
                    + inWords(limits.memoryBytes()) + ": allow more with RMT_JAVA_OPTS=-Dtornado.device.memory="
                    + Math.ceilDiv(needed, MEBIBYTE) + "MB");
        }
        long largest = program.stages().stream().map(DeviceMemory::largestArrayOf).max(Long::compare).orElse(0L);
        if (largest > limits.largestArrayBytes()) {
            throw new DeviceException("program " + program.name() + " has an array of " + inWords(largest)
                    + ", and device " + device.id() + " allocates at most " + inWords(limits.largestArrayBytes())
                    + " at once: take a smaller --segment-size, another model, or --device jvm");
        }
    }

    private static long largestArrayOf(Stage stage) {
        return Program.arraysOf(stage).stream().mapToLong(TornadoNativeArray::getNumBytesOfSegmentWithHeader).max()
                .orElse(0);
    }

    private static String inWords(long bytes) {
        return Math.ceilDiv(bytes, MEBIBYTE) + " MiB";
    }
}
