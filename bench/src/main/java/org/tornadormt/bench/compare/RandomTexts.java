package org.tornadormt.bench.compare;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tornadormt.bench.engine.BenchShape;

/** Segments of random tokens, the same ones for every engine. */
final class RandomTexts {
    private final int[][][] segments;

    /**
     * Makes texts that begin again after {@code count} segments.
     *
     * @param batch texts side by side
     */
    RandomTexts(BenchShape shape, int batch, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        segments = IntStream.range(0, count).mapToObj(_ -> IntStream.range(0, batch)
                .mapToObj(_ -> random.ints(shape.segmentSize(), 0, shape.vocabularySize()).toArray())
                .toArray(int[][]::new)).toArray(int[][][]::new);
    }

    /** Token ids of a segment, {@code [batch][segmentSize]}; not to be changed. */
    int[][] segment(long index) {
        return segments[(int) (index % segments.length)];
    }
}
