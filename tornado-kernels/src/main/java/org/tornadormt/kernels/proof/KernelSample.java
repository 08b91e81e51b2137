package org.tornadormt.kernels.proof;

import java.util.function.Function;
import java.util.function.Supplier;
import org.tornadormt.kernels.program.Launch;

/**
 * A launch of a kernel over small inputs, which a device must compute as Java does.
 *
 * @param kernel the class of the kernel
 * @param name of the kernel and of the sample's shape, unique
 * @param maker makes the launch, with new arrays and the same contents at every call
 */
public record KernelSample(Class<?> kernel, String name, Supplier<Launch> maker) {

    static KernelSample odd(Class<?> kernel, String name, Function<SampleInputs, Launch> maker) {
        return new KernelSample(kernel, name, () -> maker.apply(SampleInputs.odd()));
    }

    static KernelSample even(Class<?> kernel, String name, Function<SampleInputs, Launch> maker) {
        return new KernelSample(kernel, name + " of even sizes", () -> maker.apply(SampleInputs.even()));
    }

    /** The launch, with arrays of its own. */
    public Launch launch() {
        return maker.get();
    }
}
