package org.tornadormt.kernels.device;

/**
 * What runs on a TornadoVM device cost beside the time of the kernels, as TornadoVM counts it.
 *
 * @param bytesToDevice bytes of arrays that went to the device, with their headers
 * @param callFrameBytes bytes of call frames (addresses of arrays, and scalars), of which every launch sends one
 * @param bytesToHost bytes of arrays that came back, with their headers
 * @param compiledKernels kernels that were compiled
 * @param translationNanoseconds time from Java's byte code to the source or code that the driver takes
 * @param driverNanoseconds time in which the driver compiled that
 */
public record DeviceCosts(long bytesToDevice, long callFrameBytes, long bytesToHost, int compiledKernels,
        long translationNanoseconds, long driverNanoseconds) {
    /** Nothing. */
    public static final DeviceCosts NONE = new DeviceCosts(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public DeviceCosts plus(DeviceCosts other) {
        return new DeviceCosts(bytesToDevice + other.bytesToDevice, callFrameBytes + other.callFrameBytes,
                bytesToHost + other.bytesToHost, compiledKernels + other.compiledKernels,
                translationNanoseconds + other.translationNanoseconds, driverNanoseconds + other.driverNanoseconds);
    }
}
