package org.tornadormt.kernels;

import java.util.List;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * One launch of a kernel over random inputs, and what must come out of it according to its formula. A case is run once:
 * its arrays are changed by that.
 *
 * @param name kernel and variant
 * @param kernel the class of the kernel
 * @param launch the launch
 * @param expected for every array that the launch writes, what it must hold
 */
public record KernelCase(String name, Class<?> kernel, Launch launch, List<Expected> expected) {

    /** A case of a kernel that needs no other name than its launch. */
    static KernelCase of(Class<?> kernel, Launch launch, Expected... expected) {
        return new KernelCase(launch.name(), kernel, launch, List.of(expected));
    }

    /** The same case as a variant of its kernel. */
    KernelCase variant(String variant) {
        return new KernelCase(name + ", " + variant, kernel, launch, expected);
    }

    /** A program of one stage, {@link #name}, that runs this case and brings back all it writes. */
    public Program program() {
        TornadoNativeArray[] written = launch.writes().toArray(TornadoNativeArray[]::new);
        return Program.named(name).outputs(written).stage(name, List.of(launch)).build();
    }

    /** Fails if an array does not hold what it must. */
    public void check() {
        for (int i = 0; i < expected.size(); i++) {
            expected.get(i).check(name + ", array " + (i + 1) + " that it writes");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
