package org.tornadormt.bench.compare;

import org.tornadormt.bench.engine.BenchShape;

/**
 * What all engines run alike.
 *
 * @param batch texts side by side
 * @param threads that an engine may use
 */
record Configuration(BenchShape shape, int batch, int threads) {

    /** Tokens of text in a segment of all texts; memory does not count. */
    int textTokens() {
        return batch * shape.segmentSize();
    }

    @Override
    public String toString() {
        return shape.name() + ", batch " + batch + ", " + threads + (threads == 1 ? " thread" : " threads");
    }
}
