package org.tornadormt.model.weights;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * A linear map of every layer.
 *
 * @param weight {@code [layers, outFeatures, inFeatures]}
 * @param bias {@code [layers, outFeatures]}
 * @param inFeatures width of the input
 * @param outFeatures width of the output
 */
public record LinearWeights(FloatArray weight, FloatArray bias, int inFeatures, int outFeatures) {}
