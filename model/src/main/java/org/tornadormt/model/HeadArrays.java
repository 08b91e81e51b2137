package org.tornadormt.model;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The arrays of a head that computes {@code count} rows. */
final class HeadArrays {
    final int count;
    /** Rows of the hidden states that are asked for, -1 for none, {@code [count]}. */
    final IntArray askedIn;
    /** Their hidden states, {@code [count, hiddenSize]}. */
    final FloatArray gathered;
    /** Hidden states after the pooler, {@code [count, hiddenSize]}. */
    final FloatArray pooled;
    /** {@code [count, numOutputs]}. */
    final FloatArray logits;

    HeadArrays(TransformerConfig config, int count) {
        this.count = count;
        askedIn = Zeros.ints(count);
        gathered = Zeros.floats(count, config.hiddenSize());
        pooled = Zeros.floats(count, config.hiddenSize());
        logits = Zeros.floats(count, config.numOutputs());
    }
}
