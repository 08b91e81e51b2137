package org.tornadormt.model.weights;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tornadormt.kernels.LayerNorm;
import org.tornadormt.kernels.RmsNorm;
import org.tornadormt.kernels.gradient.LayerNormGradient;
import org.tornadormt.kernels.gradient.RmsNormGradient;
import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A norm of every layer.
 *
 * @param weight {@code [layers, hiddenSize]}
 * @param bias {@code [layers, hiddenSize]} of a layer norm; empty of a root-mean-square norm
 */
public record NormWeights(FloatArray weight, Optional<FloatArray> bias) {

    /**
     * Normalises rows.
     *
     * @param input {@code [rows, hiddenSize]}
     * @param output {@code [rows, hiddenSize]}
     * @param layer the layer to use, {@code [1]}
     */
    public Launch launch(FloatArray input, FloatArray output, IntArray layer, int rows, int hiddenSize, float epsilon) {
        return bias
                .map(b -> LayerNorm.launch(input, weight, b, output, layer, rows, hiddenSize, epsilon))
                .orElseGet(() -> RmsNorm.launch(input, weight, output, layer, rows, hiddenSize, epsilon));
    }

    /**
     * Goes back through the norm: adds to the gradients of its parameters, and gives that of its input.
     *
     * @param gradients where the gradients of these weights are summed up
     * @param input what was normalised, {@code [rows, hiddenSize]}
     * @param outputGradient {@code [rows, hiddenSize]}, zero for padding
     * @param inputGradient {@code [rows, hiddenSize]}; not {@code outputGradient}
     * @param statistics room for {@code [rows, 2]}
     * @param layer the layer to use, {@code [1]}
     * @param accumulate whether to add to {@code inputGradient}
     */
    public List<Launch> back(NormWeights gradients, FloatArray input, FloatArray outputGradient,
            FloatArray inputGradient, FloatArray statistics, IntArray layer, int rows, int hiddenSize, float epsilon,
            boolean accumulate) {
        return gradients.bias
                .map(b -> List.of(
                        LayerNormGradient.input(input, weight, outputGradient, inputGradient, statistics, layer, rows,
                                hiddenSize, epsilon, accumulate),
                        LayerNormGradient.parameters(input, outputGradient, statistics, gradients.weight, b, layer,
                                rows, hiddenSize)))
                .orElseGet(() -> List.of(
                        RmsNormGradient.input(input, weight, outputGradient, inputGradient, statistics, layer, rows,
                                hiddenSize, epsilon, accumulate),
                        RmsNormGradient.parameters(input, outputGradient, statistics, gradients.weight, layer, rows,
                                hiddenSize)));
    }

    NormWeights trained(TrainedCopies copies) {
        return new NormWeights(copies.vector(weight), bias.map(copies::vector));
    }

    Stream<WeightMatrix> matrices() {
        return Stream.concat(Stream.of(weight), bias.stream()).map(WeightMatrix::ofVectors);
    }
}
