package org.tornadormt.model.task;

import java.util.List;

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
}
