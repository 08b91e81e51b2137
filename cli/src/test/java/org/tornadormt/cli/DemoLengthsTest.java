package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoLengthsTest {

    @Test
    void lengthsGrowByFourUpToTheLongest() {
        assertThat(DemoLengths.upTo(1 << 16, 32)).containsExactly(32, 128, 512, 2048);
        assertThat(DemoLengths.upTo(5000, 32)).containsExactly(32, 128, 157);
        assertThat(DemoLengths.upTo(1024, 100)).containsExactly(11);
    }

    @Test
    void thePaperEndsTwice() {
        assertThat(DemoLengths.ofPaper(32)).containsExactly(32, 128, 512, 2048, 4096, 8192, 32_768, 64_000);
        assertThat(DemoLengths.ofPaper(500)).containsExactly(3, 9, 33, 132, 525, 2098, 4096);
    }
}
