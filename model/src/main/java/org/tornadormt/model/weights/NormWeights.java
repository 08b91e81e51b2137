package org.tornadormt.model.weights;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * A layer norm of every layer.
 *
 * @param weight {@code [layers, hiddenSize]}
 * @param bias {@code [layers, hiddenSize]}
 */
public record NormWeights(FloatArray weight, FloatArray bias) {}
