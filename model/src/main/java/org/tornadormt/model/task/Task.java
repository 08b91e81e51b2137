package org.tornadormt.model.task;

import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * A seeded generator of texts with questions: what a model is trained on and measured with. The same seed gives the same
 * text on any machine. Implementations are immutable and safe for use by several threads.
 */
public interface Task {

    /** The name by which a person chooses it, for example {@code memorize}. */
    String name();

    /** One more than the largest token id that occurs in its texts or is asked for. */
    int vocabularySize();

    /**
     * One text.
     *
     * @param segments how many segments it has, 1 or more
     * @param segmentSize tokens that a segment holds at most; the last may be shorter
     * @param seed of this text alone: see {@link SampleSeed}
     * @throws IllegalArgumentException if the task has no text of that size; the message says what it needs
     */
    TaskText text(int segments, int segmentSize, long seed);

    /**
     * The same text a segment at a time. Tasks with texts of any length make each segment when it is asked for, so that
     * the length of a text costs no memory.
     *
     * @throws IllegalArgumentException at once, as {@link #text}
     */
    default Iterator<TaskSegment> read(int segments, int segmentSize, long seed) {
        TaskText text = text(segments, segmentSize, seed);
        return IntStream.range(0, segments)
                .mapToObj(s -> new TaskSegment(text.segments().get(s), text.targets().get(s)))
                .iterator();
    }

    /**
     * The task that a model is measured with: this one, or what it keeps from training. Name and lengths are the same.
     */
    default Task measured() {
        return this;
    }

    /**
     * Whether it counts how probable the targets are, as with language, where many tokens may follow; else, whether they
     * are said.
     */
    default boolean isJudgedByLoss() {
        return false;
    }
}
