package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * An endless text of filler; it keeps one sentence, or one run of arbitrary tokens, however much is read.
 *
 * <p>Random numbers are WELL19937c (Panneton, L'Ecuyer and Matsumoto 2006; period 2^19937 - 1) as in Apache Commons
 * Math, used for integers only: a seed gives the same text on any machine.
 */
public final class NoiseStream {
    private final Filler filler;
    private final RandomGenerator random;
    private final int[] piece;
    private int pieceEnd;
    private int read;

    NoiseStream(Filler filler, long seed) {
        this.filler = filler;
        this.random = new Well19937c(seed);
        this.piece = new int[filler.longestPiece()];
    }

    /**
     * Reads on: writes the next {@code to - from} tokens to {@code target[from]} … {@code target[to - 1]}. The first
     * token ever read begins a sentence or a run; later reads go on where the one before stopped, be it inside one.
     *
     * @throws IndexOutOfBoundsException if {@code target} has no such range
     */
    public void fill(int[] target, int from, int to) {
        Objects.checkFromToIndex(from, to, target.length);
        int written = from;
        while (written < to) {
            if (read == pieceEnd) {
                pieceEnd = filler.draw(random, piece);
                read = 0;
            }
            int count = Math.min(pieceEnd - read, to - written);
            System.arraycopy(piece, read, target, written, count);
            read += count;
            written += count;
        }
    }

    /** Reads on: the next {@code count} segments of {@code segmentSize} tokens. */
    public List<int[]> segments(int count, int segmentSize) {
        List<int[]> segments = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int[] tokens = new int[segmentSize];
            fill(tokens, 0, segmentSize);
            segments.add(tokens);
        }
        return segments;
    }
}
