package org.tornadormt.model.task;

import java.util.List;

/**
 * A task whose texts have no end, for training with carried state: a model reads a text window by window, keeps its
 * memory from one to the next, and is asked at the end of each about what was told so far. Every window is made from
 * the seed of its text and its number alone, so that a text can be gone on with anywhere.
 */
public interface CarriedTask extends Task {

    /**
     * One window of a text. The first tells facts, and a later one may; all else is filler. The last segment of each
     * asks.
     *
     * @param seed of the text; windows of one text have the same
     * @param window number of the window, 0 for the first
     * @param afterFiller whether the text goes on from filler that was read before, so that facts may stand anywhere
     *            even if the task has them at its beginning
     * @param segments how many segments the window has, 1 or more
     * @param segmentSize tokens that a segment holds at most
     * @throws IllegalArgumentException if the task has no window of that size; the message says what it needs
     */
    CarriedWindow window(long seed, int window, boolean afterFiller, int segments, int segmentSize);

    /**
     * Segments of filler, which tell nothing and ask nothing.
     *
     * @param seed of these segments alone
     */
    List<int[]> filler(long seed, int segments, int segmentSize);
}
