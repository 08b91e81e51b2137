package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.tornadormt.model.task.CarriedTask;
import org.tornadormt.model.task.CarriedWindow;
import org.tornadormt.model.task.TaskText;

/** The first token of a text is one of four, its last asks which, and between them is noise. */
final class FirstTokenTask implements CarriedTask {
    private static final int QUESTION = 50;

    @Override
    public String name() {
        return "first";
    }

    @Override
    public int vocabularySize() {
        return QUESTION + 1;
    }

    @Override
    public TaskText text(int segments, int segmentSize, long seed) {
        return window(seed, 0, false, segments, segmentSize).text();
    }

    @Override
    public CarriedWindow window(long seed, int window, boolean afterFiller, int segments, int segmentSize) {
        int answer = new Random(seed).nextInt(4);
        List<int[]> tokens = filler(seed + window, segments, segmentSize);
        if (window == 0) {
            tokens.getFirst()[0] = answer;
        }
        tokens.getLast()[segmentSize - 1] = QUESTION;
        int[] none = new int[segmentSize];
        Arrays.fill(none, -1);
        int[] last = none.clone();
        last[segmentSize - 1] = answer;
        List<int[]> targets = new ArrayList<>(Collections.nCopies(segments - 1, none));
        targets.add(last);
        return new CarriedWindow(new TaskText(tokens, targets), segments > 1);
    }

    @Override
    public List<int[]> filler(long seed, int segments, int segmentSize) {
        Random random = new Random(seed + 1);
        List<int[]> filler = new ArrayList<>();
        for (int s = 0; s < segments; s++) {
            filler.add(random.ints(segmentSize, 10, 30).toArray());
        }
        return filler;
    }
}
