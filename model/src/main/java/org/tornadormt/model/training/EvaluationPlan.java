package org.tornadormt.model.training;

import java.util.OptionalInt;

/**
 * When and on what a model is measured while it is trained.
 *
 * @param every steps from one measurement to the next
 * @param samples texts of each task; rounded up to whole batches
 * @param segments segments of these texts, or empty for the most that the stage trains
 */
public record EvaluationPlan(int every, int samples, OptionalInt segments) {

    /** Checks the ranges. */
    public EvaluationPlan {
        if (every < 1 || samples < 1 || segments.orElse(1) < 1) {
            throw new IllegalArgumentException("an evaluation every " + every + " steps with " + samples + " texts of "
                    + segments.orElse(1) + " segments; ask for at least 1 of each");
        }
    }
}
