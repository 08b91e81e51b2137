package org.tornadormt.kernels;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceTest;
import org.tornadormt.kernels.device.TornadoDevices;
import org.tornadormt.kernels.program.Processor;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** Every kernel, compiled by TornadoVM, with its forms for CPUs and for GPUs, against double precision. */
@DeviceTest
final class KernelOnDeviceTest {
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

    /** Each seed compiles every kernel anew, since sizes are compiled in: two take as long as a test may. */
    static Stream<Arguments> devicesAndSeeds() {
        return TornadoDevices.all().stream().flatMap(device -> TornadoDevices.processorsOf(device).stream()
                .map(processor -> arguments(device, processor, processor.ordinal() + 1)));
    }

    private static Arguments arguments(Device device, Processor processor, long seed) {
        Device forms = TornadoDevices.withFormsFor(processor, device);
        return Arguments.of(forms.info().id(), seed, forms);
    }
}
