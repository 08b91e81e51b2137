package org.tornadormt.model.weights;

import java.util.List;
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
 * @param constant whether they stay as they are while launches use them, so that a device may keep them in another order
 */
public record LinearWeights(WeightMatrix weight, FloatArray bias, boolean constant) {

    /** Weights that stay as they are. */
    public LinearWeights(WeightMatrix weight, FloatArray bias) {
        this(weight, bias, true);
    }

    /** Width of the input. */
    public int inFeatures() {
        return weight.columns();
    }

    /** Width of the output. */
    public int outFeatures() {
        return weight.rows();
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
                ? Linear.launch(input, weight.values(), bias, output, layer, rows, inFeatures(), outFeatures(),
                        weight.first(), weight.panelWidth())
                : Linear.launchTrained(input, weight.values().float32(), bias, output, layer, rows, inFeatures(),
                        outFeatures());
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
        int in = inFeatures();
        int out = outFeatures();
        return List.of(
                LinearGradient.weight(outputGradient, input, gradients.weight.values().float32(), layer, rows, in, out),
                LinearGradient.bias(outputGradient, gradients.bias, layer, rows, out),
                LinearGradient.input(outputGradient, weight.values().float32(), inputGradient, layer, rows, in, out,
                        accumulate));
    }

    LinearWeights trained(TrainedCopies copies) {
        return new LinearWeights(copies.matrix(weight), copies.vector(bias), false);
    }

    Stream<WeightMatrix> matrices() {
        return Stream.of(weight, WeightMatrix.ofVectors(bias));
    }
}
