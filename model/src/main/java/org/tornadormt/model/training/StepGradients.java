package org.tornadormt.model.training;

import org.tornadormt.model.TrainingRunner.Loss;

/**
 * What a batch gives besides the gradients of weights, which are in the runner.
 *
 * @param loss of the batch
 * @param memoryGradient gradient of the initial memory, of each text, {@code [texts, numMemTokens, embeddingSize]}
 * @param segments segments of its texts
 * @param segmentSize tokens of a full segment
 * @param tokens of all texts
 */
record StepGradients(Loss loss, float[] memoryGradient, int segments, int segmentSize, long tokens) {}
