package org.tornadormt.model.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;

/** Cuts a text of known length into segments, by the rules of the reference implementation of arXiv 2304.11062. */
public final class Segmentation {

    private Segmentation() {}

    /**
     * Lengths of the segments of a text.
     *
     * <ul>
     * <li>{@code LEFT}: all are full but the last;
     * <li>{@code RIGHT}: all are full but the first;
     * <li>{@code CENTER}: as many as {@code LEFT} gives, of {@code ceil(length / segments)} tokens, the last shorter.
     * </ul>
     *
     * @param length tokens of the text
     * @param segmentSize tokens of a full segment
     * @return lengths in the order of the text; none for an empty text
     */
    public static List<Integer> lengths(int length, int segmentSize, Alignment alignment) {
        if (length == 0) {
            return List.of();
        }
        int count = Math.ceilDiv(length, segmentSize);
        int size = alignment == Alignment.CENTER ? Math.ceilDiv(length, count) : segmentSize;
        List<Integer> lengths = new ArrayList<>();
        int rest = length;
        if (alignment == Alignment.RIGHT && length % segmentSize != 0) {
            lengths.add(length % segmentSize);
            rest -= length % segmentSize;
        }
        for (; rest > 0; rest -= size) {
            lengths.add(Math.min(rest, size));
        }
        return lengths;
    }

    /** The segments of {@code tokens}, see {@link #lengths}. */
    public static List<int[]> split(int[] tokens, int segmentSize, Alignment alignment) {
        List<int[]> segments = new ArrayList<>();
        int from = 0;
        for (int length : lengths(tokens.length, segmentSize, alignment)) {
            segments.add(Arrays.copyOfRange(tokens, from, from + length));
            from += length;
        }
        return segments;
    }
}
