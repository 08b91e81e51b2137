package org.tornadormt.model.weights;

import java.util.stream.Stream;
import org.tornadormt.kernels.Linear;
import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A linear map of every layer.
 *
 * @param weight {@code [layers, outFeatures, inFeatures]}
 * @param bias {@code [layers, outFeatures]}; zeros where the model has none
 * @param inFeatures width of the input
 * @param outFeatures width of the output
 */
public record LinearWeights(FloatArray weight, FloatArray bias, int inFeatures, int outFeatures) {

    /**
     * Maps rows.
     *
     * @param input {@code [rows, inFeatures]}
     * @param output {@code [rows, outFeatures]}
     * @param layer the layer to use, {@code [1]}
     */
    public Launch launch(FloatArray input, FloatArray output, IntArray layer, int rows) {
        return Linear.launch(input, weight, bias, output, layer, rows, inFeatures, outFeatures);
    }

    Stream<FloatArray> arrays() {
        return Stream.of(weight, bias);
    }
}
