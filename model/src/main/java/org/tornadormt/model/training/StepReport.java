package org.tornadormt.model.training;

/**
 * What a step was.
 *
 * @param step its number, 1 for the first
 * @param stage number of the stage, from 0; that of carried state follows those of the curriculum
 * @param segments segments of its texts
 * @param segmentSize tokens of a full segment
 * @param difficulty of the tasks that have one
 * @param loss mean cross-entropy of all labels, in nats
 * @param accuracy share of labels that had the largest logit
 * @param norm norm of the gradients before it was clipped
 * @param learningRate of the step
 * @param batchTokens tokens of the step
 * @param tokens of all steps so far
 * @param oldest segments that the oldest carried text has read; 0 without carried state
 */
public record StepReport(int step, int stage, int segments, int segmentSize, double difficulty, double loss,
        double accuracy,
        double norm, double learningRate, long batchTokens, long tokens, int oldest) {}
