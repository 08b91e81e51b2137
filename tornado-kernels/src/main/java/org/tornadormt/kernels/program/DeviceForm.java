package org.tornadormt.kernels.program;

import java.util.Optional;

/**
 * A form of an operation for TornadoVM that decides itself what each work-item does, for one kind of processor.
 *
 * @param processor what it is made for
 * @param kernel the call, of which the first argument is a {@code KernelContext}; it uses the arrays of the definition
 * @param grid its work-items
 * @param localBytes memory that the work-items of a group share
 * @param misfit why the form cannot do these shapes; empty if it can
 */
public record DeviceForm(Processor processor, Launch kernel, WorkGrid grid, int localBytes, String misfit) {

    /** A form that does these shapes and shares no memory. */
    public DeviceForm(Processor processor, Launch kernel, WorkGrid grid) {
        this(processor, kernel, grid, 0, "");
    }

    /** The same with memory that the work-items of a group share. */
    public DeviceForm sharing(int bytes) {
        return new DeviceForm(processor, kernel, grid, bytes, misfit);
    }

    /** The same, which cannot do its shapes unless {@code condition} holds. */
    public DeviceForm onlyIf(boolean condition, String otherwise) {
        return condition ? this : new DeviceForm(processor, kernel, grid, localBytes, otherwise);
    }

    /** Why the form cannot run on a device for which it is made; empty if it can. */
    public Optional<String> obstacle(DeviceTraits traits) {
        if (!misfit.isEmpty()) {
            return Optional.of(misfit);
        }
        if (grid.groupItems() > traits.maxGroupItems()) {
            return Optional.of("groups have " + traits.maxGroupItems() + " work-items at most there, not "
                    + grid.groupItems());
        }
        return localBytes > traits.localBytes()
                ? Optional.of("groups share " + traits.localBytes() + " bytes at most there, not " + localBytes)
                : Optional.empty();
    }
}
