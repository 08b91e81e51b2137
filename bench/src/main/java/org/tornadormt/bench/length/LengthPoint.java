package org.tornadormt.bench.length;

import org.tornadormt.bench.compare.Quartiles;
import org.tornadormt.cli.GrowthFit.Timing;

/**
 * What a text of one length costs.
 *
 * @param reader {@code memory}, segment by segment, or {@code full attention}
 * @param tokens length of the text
 * @param seconds to read it
 * @param heapBytes Java heap that is in use after a garbage collection at the end, with all that the reader holds
 * @param arrayBytes weights, activations, keys and values, which are not on the heap
 */
record LengthPoint(String reader, int tokens, Quartiles seconds, long heapBytes, long arrayBytes) {

    /** Its length and the median of its times. */
    Timing timing() {
        return new Timing(tokens, seconds.median());
    }
}
