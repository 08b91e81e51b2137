package org.tornadormt.kernels.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.proof.FaultyDevice.Fault;

/** The self-test passes what is right and finds what is wrong, whatever kernel it is. */
final class SelfTestTest {

    @Test
    void theFormsOfTheJvmPass() {
        assertThat(SelfTest.firstFailure(JvmDevice.withThreads(2))).isEmpty();
        assertThat(SelfTest.firstFailure(FaultyDevice.sound("sound"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aKernelThatDoesNotRunIsFound(KernelSample sample) {
        assertFound(sample, Fault.DOES_NOT_RUN);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aMissingElementIsFound(KernelSample sample) {
        assertFound(sample, Fault.LEAVES_OUT_THE_LAST);
    }

    @ParameterizedTest
    @MethodSource("samplesThatCompute")
    void halfPrecisionIsFound(KernelSample sample) {
        assertFound(sample, Fault.ROUNDS_TO_HALF);
    }

    @Test
    void aKernelThatDoesNotCompileIsNamedInOneLine() {
        assertThat(SelfTest.firstFailure(new FaultyDevice("broken", "gate", Fault.THROWS)))
                .contains("gate: compile error");
    }

    private static void assertFound(KernelSample sample, Fault fault) {
        assertThat(SelfTest.firstFailure(new FaultyDevice("broken", sample.name(), fault)))
                .hasValueSatisfying(failure -> assertThat(failure).startsWith(sample.name() + ": element "));
    }

    static Stream<KernelSample> samples() {
        return KernelSamples.all().stream();
    }

    /** Not those whose right results are whole numbers or zero, or have 16 bits themselves. */
    static Stream<KernelSample> samplesThatCompute() {
        return samples().filter(sample -> !sample.name().matches("fill with zero|row lookup of .*float16"));
    }
}
