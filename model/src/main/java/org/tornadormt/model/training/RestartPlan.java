package org.tornadormt.model.training;

/**
 * What is done about a run that learns nothing: it begins anew with another seed.
 *
 * @param afterSteps steps of the first stage after which a run that is still at chance is given up
 * @param most how often; 0 for never
 */
public record RestartPlan(int afterSteps, int most) {

    /** Checks the ranges. */
    public RestartPlan {
        if (afterSteps < 1 || most < 0) {
            throw new IllegalArgumentException("a restart after " + afterSteps + " steps, at most " + most
                    + " times; ask for at least one step and 0 or more times");
        }
    }
}
