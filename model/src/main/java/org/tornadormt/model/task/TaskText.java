package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A text in segments, and what a model should say where.
 *
 * @param segments token ids of each segment, none empty
 * @param targets of each segment, the token to predict at each of its tokens, or -1 where none is asked for
 */
public record TaskText(List<int[]> segments, List<int[]> targets) {

    /** Checks that there is a target, or the lack of one, for each token. */
    public TaskText {
        if (segments.isEmpty() || segments.size() != targets.size()) {
            throw new IllegalArgumentException(segments.size() + " segments with targets of " + targets.size());
        }
        for (int s = 0; s < segments.size(); s++) {
            if (segments.get(s).length == 0 || segments.get(s).length != targets.get(s).length) {
                throw new IllegalArgumentException("segment " + s + " has " + segments.get(s).length + " tokens and "
                        + targets.get(s).length + " targets");
            }
        }
        segments = List.copyOf(segments);
        targets = List.copyOf(targets);
    }

    /** A text of segments that are made one by one. */
    public static TaskText of(Iterator<TaskSegment> segments) {
        List<int[]> tokens = new ArrayList<>();
        List<int[]> targets = new ArrayList<>();
        segments.forEachRemaining(segment -> {
            tokens.add(segment.tokens());
            targets.add(segment.targets());
        });
        return new TaskText(tokens, targets);
    }

    /**
     * A text whose end is a question.
     *
     * @param segments token ids of each segment
     * @param answer the token to predict at the very last token, the only one
     */
    public static TaskText asking(List<int[]> segments, int answer) {
        int last = segments.size() - 1;
        return of(IntStream.rangeClosed(0, last).mapToObj(s -> s == last
                ? TaskSegment.asking(segments.get(s), answer)
                : TaskSegment.silent(segments.get(s))).iterator());
    }
}
