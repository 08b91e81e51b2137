package org.tornadormt.cli;

import java.util.List;
import java.util.TreeSet;

/** Which lengths a demo shows. */
final class DemoLengths {
    /** Tokens of the shortest text. */
    static final int SHORTEST = 1 << 10;
    /** The two ends of the paper's figure: its tokens and its segments, which a smaller segment makes two lengths. */
    static final int PAPER_TOKENS = 2_048_000;
    private static final int PAPER_SEGMENTS = 4096;
    private static final int FACTOR = 4;

    private DemoLengths() {}

    /** In segments: 1k, 4k, 16k, … tokens and the longest length. */
    static List<Integer> upTo(int tokens, int segmentSize) {
        return List.copyOf(lengths(tokens, segmentSize));
    }

    /** In segments: up to the paper's longest text, by tokens and by segments. */
    static List<Integer> ofPaper(int segmentSize) {
        TreeSet<Integer> lengths = lengths(PAPER_TOKENS, segmentSize);
        lengths.add(PAPER_SEGMENTS);
        return List.copyOf(lengths);
    }

    private static TreeSet<Integer> lengths(int tokens, int segmentSize) {
        TreeSet<Integer> lengths = new TreeSet<>();
        for (long length = SHORTEST; length < tokens; length *= FACTOR) {
            lengths.add(Math.ceilDiv((int) length, segmentSize));
        }
        lengths.add(Math.ceilDiv(tokens, segmentSize));
        return lengths;
    }
}
