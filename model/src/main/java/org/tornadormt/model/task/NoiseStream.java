package org.tornadormt.model.task;

import java.util.Objects;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * An endless text of filler sentences; it keeps one sentence, however much is read.
 *
 * <p>Random numbers are WELL19937c (Panneton, L'Ecuyer and Matsumoto 2006; period 2^19937 - 1) as in Apache Commons
 * Math, used for integers only: a seed gives the same text on any machine.
 */
public final class NoiseStream {
    private final Filler filler;
    private final RandomGenerator random;
    private final int[] sentence;
    private int sentenceEnd;
    private int read;

    NoiseStream(Filler filler, long seed) {
        this.filler = filler;
        this.random = new Well19937c(seed);
        this.sentence = new int[filler.longestSentence()];
    }

    /**
     * Reads on: writes the next {@code to - from} tokens to {@code target[from]} … {@code target[to - 1]}. The first
     * token ever read begins a sentence; later reads go on where the one before stopped, be it inside a sentence.
     *
     * @throws IndexOutOfBoundsException if {@code target} has no such range
     */
    public void fill(int[] target, int from, int to) {
        Objects.checkFromToIndex(from, to, target.length);
        int written = from;
        while (written < to) {
            if (read == sentenceEnd) {
                sentenceEnd = filler.draw(random, sentence);
                read = 0;
            }
            int count = Math.min(sentenceEnd - read, to - written);
            System.arraycopy(sentence, read, target, written, count);
            read += count;
            written += count;
        }
    }
}
