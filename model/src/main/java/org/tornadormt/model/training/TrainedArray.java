package org.tornadormt.model.training;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Parameters that an {@link Optimizer} changes.
 *
 * @param values the parameters
 * @param gradient their gradient, in the same order
 * @param matrix whether they are matrices, which decay
 * @param ofHost whether the host computes the gradient and reads the parameters after every step
 */
record TrainedArray(FloatArray values, FloatArray gradient, boolean matrix, boolean ofHost) {}
