package org.tornadormt.model.training;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Parameters that an {@link Optimizer} changes.
 *
 * @param values the parameters
 * @param gradient their gradient, in the same order
 * @param matrix whether they are matrices, which decay
 */
record TrainedArray(FloatArray values, FloatArray gradient, boolean matrix) {}
