package org.tornadormt.model.weights;

import java.util.Optional;
import java.util.stream.Stream;
import org.tornadormt.kernels.LayerNorm;
import org.tornadormt.kernels.RmsNorm;
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

    Stream<FloatArray> arrays() {
        return Stream.concat(Stream.of(weight), bias.stream());
    }
}
