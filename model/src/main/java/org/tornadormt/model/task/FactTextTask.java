package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * The tasks <em>memorize</em> and <em>detect</em> as texts with targets, as they are or without end.
 *
 * @param tasks facts and filler in the ids of a vocabulary
 * @param task where the fact stands
 */
public record FactTextTask(FactTasks tasks, FactTask task) implements CarriedTask {
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
                return new TaskSegment(tokens,
                        sample.hasNext() ? none(segmentSize) : atEnd(segmentSize, sample.answer()));
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
        return new CarriedWindow(asking(filler, first.answer()), true);
    }

    @Override
    public List<int[]> filler(long seed, int segments, int segmentSize) {
        NoiseStream noise = tasks.noise(seed);
        List<int[]> filler = new ArrayList<>();
        for (int s = 0; s < segments; s++) {
            int[] tokens = new int[segmentSize];
            noise.fill(tokens, 0, segmentSize);
            filler.add(tokens);
        }
        return filler;
    }

    private static TaskText text(FactSample sample) {
        List<int[]> segments = new ArrayList<>();
        while (sample.hasNext()) {
            segments.add(sample.nextSegment());
        }
        return asking(segments, sample.answer());
    }

    /** The answer is to be said at the very last token. */
    private static TaskText asking(List<int[]> segments, int answer) {
        int segmentSize = segments.getFirst().length;
        List<int[]> targets = new ArrayList<>(Collections.nCopies(segments.size() - 1, none(segmentSize)));
        targets.add(atEnd(segmentSize, answer));
        return new TaskText(segments, targets);
    }

    private static int[] none(int segmentSize) {
        int[] targets = new int[segmentSize];
        Arrays.fill(targets, TaskSegment.NO_TARGET);
        return targets;
    }

    private static int[] atEnd(int segmentSize, int answer) {
        int[] targets = none(segmentSize);
        targets[segmentSize - 1] = answer;
        return targets;
    }
}
