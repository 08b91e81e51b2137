package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** TornadoVM's messages of several coloured lines become one plain line. */
final class TornadoVmFailureTest {

    @Test
    void aKernelThatDoesNotCompileIsNamedInOneLine() {
        String said = """
                \u001b[31mBailout is disabled.\u0020
                Reason: \u001b[31mUnable to compile task up.linear - linearPanels
                The internal error is: \u001b[31mno vectors of 8\u001b[0m
                Stacktrace: [some.module/Some.method(Some.java:1)]
                """;

        assertThat(TornadoVmFailure.message(new IllegalStateException(said))).isEqualTo("Bailout is disabled. "
                + "Reason: Unable to compile task up.linear - linearPanels The internal error is: no vectors of 8");
    }

    @Test
    void aFailureThatSaysNothingIsNamedByItsKind() {
        assertThat(TornadoVmFailure.message(new ArithmeticException())).isEqualTo("ArithmeticException");
        assertThat(TornadoVmFailure.message(new ArithmeticException("\n"))).isEqualTo("ArithmeticException");
    }
}
