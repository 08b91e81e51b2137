package org.tornadormt.model.training;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that decides the numbers of a run, besides model and tasks.
 *
 * @param batch texts side by side
 * @param accumulate batches whose gradients make one step
 * @param learningRate of each step; it knows how many there are
 * @param optimizer how parameters change
 * @param depth how far gradients go back, see {@link MemoryReplay}
 * @param curriculum numbers of segments
 * @param ramp lengths of segments, if they grow
 * @param difficulty difficulties of the tasks that have some, if they grow
 * @param carry carried state as the last stage, if there is one
 * @param evaluation when and on what the model is measured
 * @param restarts what is done if nothing is learned
 * @param saveEvery steps from one saved state to the next
 * @param seed of everything random
 */
public record TrainingPlan(int batch, int accumulate, LearningRate learningRate, OptimizerOptions optimizer,
        OptionalInt depth, Curriculum curriculum, Optional<LengthRamp> ramp, Optional<DifficultyRamp> difficulty,
        Optional<CarryOptions> carry, EvaluationPlan evaluation, RestartPlan restarts, int saveEvery, long seed) {

    /** Checks the ranges. */
    public TrainingPlan {
        if (batch < 1 || accumulate < 1 || saveEvery < 1) {
            throw new IllegalArgumentException("a batch of " + batch + " texts, " + accumulate
                    + " batches a step, saved every " + saveEvery + " steps; ask for at least 1 of each");
        }
    }

    /** Steps of the whole run. */
    public int steps() {
        return learningRate.steps();
    }

    /** Whether a stage is that of carried state, which follows those of the curriculum. */
    public boolean isCarried(int stage) {
        return stage == curriculum.stages();
    }

    /** Segments of the longest texts of a stage. */
    public int mostSegments(int stage) {
        return isCarried(stage) ? carry.orElseThrow().mostSegments() : curriculum.segments().get(stage);
    }

    /** Number of the last stage. */
    int lastStage() {
        return curriculum.stages() - (carry.isPresent() ? 0 : 1);
    }

    /** Segments of the texts that a stage is measured with. */
    int measuredSegments(int stage) {
        return evaluation.segments().orElse(mostSegments(stage));
    }
}
