package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SampleSeedTest {

    /** The published first outputs of SplitMix64 for the state 0, which mixing leaves at 0. */
    @Test
    void seedsOfBaseZeroAreTheFirstOutputsOfSplitMix64() {
        assertThat(SampleSeed.of(0, 0)).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(SampleSeed.of(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
        assertThat(SampleSeed.of(0, 2)).isEqualTo(0x06C45D188009454FL);
    }

    /** The JDK's SplittableRandom is SplitMix64: its first output is the mix of its seed plus the increment. */
    @Property
    void seedsAreTheOutputsOfSplitMix64InTheMixedBaseSeed(@ForAll long baseSeed) {
        long mixed = new SplittableRandom(baseSeed - 0x9E3779B97F4A7C15L).nextLong();
        var splitMix = new SplittableRandom(mixed);

        for (int index = 0; index < 10; index++) {
            assertThat(SampleSeed.of(baseSeed, index)).isEqualTo(splitMix.nextLong());
        }
    }

    @Test
    void neighbouringRunsShareNoSeed() {
        var seeds = LongStream.range(0, 100)
                .flatMap(base -> LongStream.range(0, 1_000).map(index -> SampleSeed.of(base, index)));

        assertThat(seeds.distinct().count()).isEqualTo(100_000);
    }
}
