package org.tornadormt.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tornadormt.bench.compare.RmtRun;

class KernelsCommandTest {
    private static final int WRONG_USAGE = 2;

    @Test
    void operationsAreThoseOfTheFormulas() {
        assertThat(KernelEntry.linear("4x8x16", "1").operations()).isEqualTo(2 * 4 * 8 * 16);
        // Rows see 1, 2 and 3 keys; each pair costs a product and a sum of 5 numbers, twice, in each of 2 heads.
        assertThat(KernelEntry.attention("3x2x5", "1").operations()).isEqualTo(4 * (1 + 2 + 3) * 2 * 5);
        assertThat(KernelEntry.peak(512).operations() / KernelEntry.peak(128).operations()).isCloseTo(4, within(1e-12));
    }

    @Test
    void wrongNumbersAreRefused() {
        RmtRun.of("bench", "kernels", "--rounds", 0).failsWith(WRONG_USAGE, "--rounds must be 1 or more");
        RmtRun.of("bench", "kernels", "--seconds", 0).failsWith(WRONG_USAGE, "--seconds must be 1 or more");
        RmtRun.of("bench", "kernels", "--vector-bits", 64).failsWith(WRONG_USAGE, "--vector-bits", "not 64");
    }
}
