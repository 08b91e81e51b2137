package org.tornadormt.model.task;

/** Seeds for the samples of a run: any of them can be made again alone. */
public final class SampleSeed {
    /** 2^64 divided by the golden ratio, made odd: the increment of SplitMix64. */
    private static final long INCREMENT = 0x9E3779B97F4A7C15L;

    private SampleSeed() {}

    /**
     * The seed of one sample: output number {@code sampleIndex}, counted from 0, of SplitMix64 (Steele, Lea and Flood,
     * "Fast splittable pseudorandom number generators", OOPSLA 2014) in the state {@code mix(baseSeed)}, where
     * {@code mix} is that generator's output function. So samples of a run never share a seed, and runs with
     * neighbouring base seeds share one only by a chance of about {@code samples^2 / 2^64}.
     *
     * @param baseSeed the seed of the run
     * @param sampleIndex the number of the sample
     */
    public static long of(long baseSeed, long sampleIndex) {
        return mix(mix(baseSeed) + (sampleIndex + 1) * INCREMENT);
    }

    private static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
