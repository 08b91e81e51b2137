package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * The tasks <em>memorize</em> and <em>detect</em> as texts with targets, as they are or without end.
 *
 * @param tasks facts and filler in the ids of a vocabulary
 * @param task where the fact stands
 */
public record FactTextTask(FactTasks tasks, FactTask task) implements NeedleTask {
    /** Seeds of the windows behind the first; the first draws fact and filler with 0 and 1. */
    private static final int LATER_WINDOWS = 2;

    @Override
    public String name() {
        return task.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int vocabularySize() {
        return tasks.vocabularySize();
    }

    @Override
    public TaskText text(int segments, int segmentSize, long seed) {
        return text(tasks.sample(task, segments, segmentSize, seed));
    }

    @Override
    public Iterator<TaskSegment> read(int segments, int segmentSize, long seed) {
        FactSample sample = tasks.sample(task, segments, segmentSize, seed);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return sample.hasNext();
            }

            @Override
            public TaskSegment next() {
                int[] tokens = sample.nextSegment();
                return sample.hasNext() ? TaskSegment.silent(tokens) : TaskSegment.asking(tokens, sample.answer());
            }
        };
    }

    @Override
    public CarriedWindow window(long seed, int window, boolean afterFiller, int segments, int segmentSize) {
        FactTask where = afterFiller ? FactTask.DETECT : task;
        FactSample first = tasks.sample(where, segments, segmentSize, seed);
        if (window == 0) {
            boolean told = first.factPosition() / segmentSize < segments - 1;
            return new CarriedWindow(text(first), told);
        }
        List<int[]> filler = filler(SampleSeed.of(seed, LATER_WINDOWS + window), segments, segmentSize);
        first.fact().writeQuestionAtEnd(filler.getLast());
        return new CarriedWindow(TaskText.asking(filler, first.answer()), true);
    }

    @Override
    public Needle needle(int segments, int segmentSize, long seed) {
        return tasks.place(task, segments, segmentSize, seed).needle(segmentSize);
    }

    @Override
    public NoiseStream noise(long seed) {
        return tasks.noise(seed);
    }

    @Override
    public List<Integer> answers() {
        return tasks.answers();
    }

    @Override
    public FactTextTask measured() {
        return this;
    }

    private static TaskText text(FactSample sample) {
        List<int[]> segments = new ArrayList<>();
        while (sample.hasNext()) {
            segments.add(sample.nextSegment());
        }
        return TaskText.asking(segments, sample.answer());
    }
}
