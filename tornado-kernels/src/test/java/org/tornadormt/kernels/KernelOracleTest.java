package org.tornadormt.kernels;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.JvmDevice;

/**
 * Every kernel on the JVM against double precision: its definition, and the form for the JVM where it has one, with its
 * rows split among any number of threads.
 */
final class KernelOracleTest {
    private static final int SEEDS = 9;
    private static final List<Device> DEVICES = List.of(JvmDevice.definitionsOnly(), JvmDevice.withThreads(1),
            JvmDevice.withThreads(2), JvmDevice.withThreads(3));

    @ParameterizedTest(name = "{1}, seed {2}, {0}")
    @MethodSource("devicesAndCases")
    void everyKernelComputesItsFormula(String how, KernelCase kernelCase, long seed, Device device) {
        try (Executable executable = device.compile(kernelCase.program())) {
            executable.run(kernelCase.name());
        }
        kernelCase.check();
    }

    static Stream<Arguments> devicesAndCases() {
        return DEVICES.stream().flatMap(device -> LongStream.range(0, SEEDS).boxed()
                .flatMap(seed -> KernelCases.all(seed).stream()
                        .map(kernelCase -> Arguments.of(device.info().detail(), kernelCase, seed, device))));
    }
}
