package org.tornadormt.model.weights;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.tornadormt.kernels.Linear;
import org.tornadormt.kernels.gradient.LinearGradient;
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
 * @param constant whether they stay as they are while launches use them, so that a device may keep them in another order
 */
public record LinearWeights(FloatArray weight, FloatArray bias, int inFeatures, int outFeatures,
        boolean constant) {

    /** Weights that stay as they are. */
    public LinearWeights(FloatArray weight, FloatArray bias, int inFeatures, int outFeatures) {
        this(weight, bias, inFeatures, outFeatures, true);
    }

    /**
     * Maps rows.
     *
     * @param input {@code [rows, inFeatures]}
     * @param output {@code [rows, outFeatures]}
     * @param layer the layer to use, {@code [1]}
     */
    public Launch launch(FloatArray input, FloatArray output, IntArray layer, int rows) {
        return constant
                ? Linear.launch(input, weight, bias, output, layer, rows, inFeatures, outFeatures)
                : Linear.launchTrained(input, weight, bias, output, layer, rows, inFeatures, outFeatures);
    }

    /**
     * Goes back through the map: adds to the gradients of its parameters, and gives that of its input.
     *
     * @param gradients where the gradients of these weights are summed up
     * @param input what the map was given, {@code [rows, inFeatures]}
     * @param outputGradient {@code [rows, outFeatures]}, zero for padding
     * @param inputGradient {@code [rows, inFeatures]}
     * @param layer the layer to use, {@code [1]}
     * @param accumulate whether to add to {@code inputGradient}
     */
    public List<Launch> back(LinearWeights gradients, FloatArray input, FloatArray outputGradient,
            FloatArray inputGradient, IntArray layer, int rows, boolean accumulate) {
        return List.of(
                LinearGradient.weight(outputGradient, input, gradients.weight, layer, rows, inFeatures, outFeatures),
                LinearGradient.bias(outputGradient, gradients.bias, layer, rows, outFeatures),
                LinearGradient.input(outputGradient, weight, inputGradient, layer, rows, inFeatures, outFeatures,
                        accumulate));
    }

    LinearWeights trained(UnaryOperator<FloatArray> copy) {
        return new LinearWeights(copy.apply(weight), copy.apply(bias), inFeatures, outFeatures, false);
    }

    Stream<FloatArray> arrays() {
        return Stream.of(weight, bias);
    }
}
