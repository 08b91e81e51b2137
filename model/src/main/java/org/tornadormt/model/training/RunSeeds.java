package org.tornadormt.model.training;

import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.tornadormt.model.task.SampleSeed;

/**
 * All chance of a run, by what it is for and the number of the step or text: so a run that is gone on with draws what it
 * would have drawn without a break.
 *
 * @param seed of the run
 */
record RunSeeds(long seed) {

    /** What chance is for. */
    enum Use {
        /** Texts of the curriculum. */
        TEXT,
        /** Their number of segments. */
        LENGTH,
        /** Texts that are measured with. */
        EVALUATION,
        /** Texts whose memory is carried on. */
        CARRIED_TEXT,
        /** Lengths of their windows, noise, and which of them end. */
        CARRY,
        /** Filler that the pool reads. */
        POOL,
        /** First values of LoRA adapters. */
        ADAPTER
    }

    /** The seed of number {@code index}. */
    long of(Use use, long index) {
        return SampleSeed.of(SampleSeed.of(seed, use.ordinal()), index);
    }

    /** Random numbers of number {@code index}. */
    RandomGenerator random(Use use, long index) {
        return new Well19937c(of(use, index));
    }
}
