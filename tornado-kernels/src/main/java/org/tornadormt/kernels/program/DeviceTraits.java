package org.tornadormt.kernels.program;

/**
 * What a device reports of itself, as far as the form of a kernel depends on it.
 *
 * @param processor what it is
 * @param maxGroupItems work-items that one group may have
 * @param localBytes memory that the work-items of one group may share
 */
public record DeviceTraits(Processor processor, long maxGroupItems, long localBytes) {

    /** The same limits on another kind of processor: for who wants its forms. */
    public DeviceTraits as(Processor other) {
        return new DeviceTraits(other, maxGroupItems, localBytes);
    }
}
