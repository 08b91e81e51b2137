package org.tornadormt.kernels.device;

import java.util.List;

/**
 * What a device can hold and run at once, as it reports itself.
 *
 * @param memoryBytes its memory
 * @param usableBytes what TornadoVM takes of it at most
 * @param largestArrayBytes the largest array that it allocates
 * @param localMemoryBytes memory that the work-items of a group share
 * @param computeUnits groups that run side by side
 * @param maxWorkGroup work-items in a group
 * @param maxWorkItems work-items of a group in each dimension
 * @param halfPrecision whether it reports arithmetic with 16-bit floats
 */
public record DeviceLimits(long memoryBytes, long usableBytes, long largestArrayBytes, long localMemoryBytes,
        int computeUnits, long maxWorkGroup, List<Long> maxWorkItems, boolean halfPrecision) {

    /** Copies the list. */
    public DeviceLimits {
        maxWorkItems = List.copyOf(maxWorkItems);
    }
}
