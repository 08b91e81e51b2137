package org.tornadormt.kernels;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceTest;
import org.tornadormt.kernels.device.TornadoDevices;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** Every kernel, compiled by TornadoVM, against double precision. */
@DeviceTest
final class KernelOnDeviceTest {
    // Each seed compiles every kernel anew, since sizes are compiled in: two take as long as a test may.
    private static final long FIRST_SEED = 1;
    private static final long LAST_SEED = 2;

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("devicesAndSeeds")
    void everyKernelComputesItsFormula(String id, long seed, Device device) {
        List<KernelCase> cases = KernelCases.all(seed);
        Program.Builder builder = Program.named("every kernel");
        for (KernelCase kernelCase : cases) {
            TornadoNativeArray[] written = kernelCase.launch().writes().toArray(TornadoNativeArray[]::new);
            builder.outputs(written).stage(kernelCase.name(), List.of(kernelCase.launch()));
        }
        try (var executable = device.compile(builder.build())) {
            assertAll(cases.stream().<Executable>map(kernelCase -> () -> {
                executable.run(kernelCase.name());
                kernelCase.check();
            }));
        }
    }

    static Stream<Arguments> devicesAndSeeds() {
        return TornadoDevices.all().stream().flatMap(device -> LongStream.rangeClosed(FIRST_SEED, LAST_SEED)
                .mapToObj(seed -> Arguments.of(device.info().id(), seed, device)));
    }
}
