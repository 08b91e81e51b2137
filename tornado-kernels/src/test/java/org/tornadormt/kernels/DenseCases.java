package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.exactly;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of the kernels that work on whole rows of numbers: linear map, normalisation, residual connection, gate. */
final class DenseCases {
    private static final float EPSILON = 1e-5f;

    private DenseCases() {}

    static KernelCase linear(RandomInputs random) {
        return linear(random, random.size(), random.size(), random.size(), 1);
    }

    /** Of the width that has a vector form. */
    static KernelCase linearInPanels(RandomInputs random) {
        return linear(random, random.size(), random.size(), random.size(), VectorForms.panelWidth())
                .variant("in panels");
    }

    /** Of a width that has none. */
    static KernelCase linearInPanelsOfThree(RandomInputs random) {
        return linear(random, random.size(), random.size(), random.size(), 3).variant("in panels of three");
    }

    /** Of more than one block in each direction, whatever a form takes for a block, with something left over. */
    static KernelCase largeLinear(RandomInputs random) {
        return linear(random, 230 + random.oneTo(30), 760 + random.oneTo(30), 100 + random.oneTo(50), 1)
                .variant("large");
    }

    static KernelCase largeLinearInPanels(RandomInputs random) {
        return linear(random, 230 + random.oneTo(30), 760 + random.oneTo(30), 100 + random.oneTo(50),
                VectorForms.panelWidth()).variant("large, in panels");
    }

    /** Of rows that are whole vectors of eight, which devices may read as such. */
    static KernelCase linearOfVectors(RandomInputs random) {
        return linear(random, random.size(), 8 * random.oneTo(9), random.size(), 1).variant("of vectors");
    }

    /** Of panels that are whole vectors of eight and begin where vectors do. */
    static KernelCase linearInPanelsOfVectors(RandomInputs random) {
        return linear(random, random.size(), random.size(), 3 * random.size(), 8 * random.oneTo(4), 8)
                .variant("in panels of vectors");
    }

    /** Of panels that are whole vectors of eight and begin where only halves of vectors do. */
    static KernelCase linearInPanelsOfHalfVectors(RandomInputs random) {
        return linear(random, random.size(), random.size(), 3 * random.size(), 16, 4)
                .variant("in panels of half vectors");
    }

    private static KernelCase linear(RandomInputs random, int rows, int inFeatures, int outFeatures, int width) {
        return linear(random, rows, inFeatures, outFeatures, width, width > 1 ? random.below(5) : 0);
    }

    private static KernelCase linear(RandomInputs random, int rows, int inFeatures, int outFeatures, int width,
            int first) {
        return linear(random, NumberFormat.FLOAT32, rows, inFeatures, outFeatures, width, first);
    }

    /** Of weights of that format. */
    static KernelCase linear(RandomInputs random, NumberFormat format, int rows, int inFeatures, int outFeatures,
            int width, int first) {
        FloatArray x = random.floats(rows * inFeatures);
        FloatArray weight = random.floats(format, RandomInputs.LAYERS * outFeatures * inFeatures);
        FloatArray bias = random.floats(RandomInputs.LAYERS * outFeatures);
        FloatArray out = RandomInputs.toBeOverwritten(rows * outFeatures);
        IntArray layer = random.layer();

        double[] input = Expected.contentOf(x);
        double[] weights = Expected.contentOf(weight);
        double[] biases = Expected.contentOf(bias);
        double[] expected = new double[rows * outFeatures];
        double[] tolerances = new double[rows * outFeatures];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < outFeatures; j++) {
                int output = layer.get(0) * outFeatures + j;
                double sum = biases[output];
                double magnitude = Math.abs(biases[output]);
                for (int k = 0; k < inFeatures; k++) {
                    double product = input[r * inFeatures + k] * weights[output * inFeatures + k];
                    sum += product;
                    magnitude += Math.abs(product);
                }
                expected[r * outFeatures + j] = sum;
                // n products of one rounding each in n additions, in any order: no term is rounded more than n + 1
                // times, and (1 + u)^(n+1) - 1 < (n + 2) u.
                tolerances[r * outFeatures + j] = (inFeatures + 2) * Approximation.UNIT_ROUNDOFF * magnitude;
            }
        }
        return KernelCase.of(Linear.class,
                Linear.launch(x,
                        RandomInputs.stored(format,
                                RandomInputs.inPanels(weight, outFeatures, inFeatures, first, width)),
                        bias, out, layer, rows, inFeatures, outFeatures, first, width),
                new Expected(out, expected, tolerances));
    }

    static KernelCase layerNorm(RandomInputs random) {
        int rows = random.size();
        int hiddenSize = random.size();
        FloatArray out = RandomInputs.toBeOverwritten(rows * hiddenSize);
        return layerNorm(random, random.floats(rows * hiddenSize, 1, 3), out, rows, hiddenSize);
    }

    static KernelCase layerNormInPlace(RandomInputs random) {
        int rows = random.size();
        int hiddenSize = random.size();
        FloatArray x = random.floats(rows * hiddenSize, -2, 0.5);
        return layerNorm(random, x, x, rows, hiddenSize).variant("in place");
    }

    private static KernelCase layerNorm(RandomInputs random, FloatArray x, FloatArray out, int rows, int hiddenSize) {
        FloatArray weight = random.floats(RandomInputs.LAYERS * hiddenSize);
        FloatArray bias = random.floats(RandomInputs.LAYERS * hiddenSize);
        IntArray layer = random.layer();

        double[] input = Expected.contentOf(x);
        double[] weights = Expected.contentOf(weight);
        double[] biases = Expected.contentOf(bias);
        double[] expected = new double[input.length];
        double[] tolerances = new double[input.length];
        for (int r = 0; r < rows; r++) {
            int row = r * hiddenSize;
            double mean = 0;
            for (int i = 0; i < hiddenSize; i++) {
                mean += input[row + i] / hiddenSize;
            }
            double variance = 0;
            for (int i = 0; i < hiddenSize; i++) {
                variance += Math.pow(input[row + i] - mean, 2) / hiddenSize;
            }
            Approximation[] normal = normalise(input, row, hiddenSize);
            for (int i = 0; i < hiddenSize; i++) {
                int parameter = layer.get(0) * hiddenSize + i;
                expected[row + i] = (input[row + i] - mean) / Math.sqrt(variance + EPSILON) * weights[parameter]
                        + biases[parameter];
                tolerances[row + i] = normal[i].times(exactly(weights[parameter])).plus(exactly(biases[parameter]))
                        .error();
            }
        }
        return KernelCase.of(LayerNorm.class,
                LayerNorm.launch(x, weight, bias, out, layer, rows, hiddenSize, EPSILON),
                new Expected(out, expected, tolerances));
    }

    /** The steps of the kernel before weight and bias, for the errors that they make. */
    private static Approximation[] normalise(double[] input, int row, int hiddenSize) {
        Approximation size = exactly(hiddenSize);
        Approximation[] x = IntStream.range(row, row + hiddenSize).mapToObj(i -> exactly(input[i]))
                .toArray(Approximation[]::new);
        Approximation mean = Approximation.sum(x).dividedBy(size);
        Approximation[] centred = Stream.of(x).map(value -> value.minus(mean)).toArray(Approximation[]::new);
        Approximation[] squares = Stream.of(centred).map(value -> value.times(value)).toArray(Approximation[]::new);
        Approximation variance = Approximation.sum(squares).dividedBy(size);
        Approximation scale = exactly(1).dividedBy(variance.plus(exactly(EPSILON)).squareRoot());
        return Stream.of(centred).map(value -> value.times(scale)).toArray(Approximation[]::new);
    }

    static KernelCase rmsNorm(RandomInputs random) {
        int rows = random.size();
        int hiddenSize = random.size();
        FloatArray out = RandomInputs.toBeOverwritten(rows * hiddenSize);
        return rmsNorm(random, random.floats(rows * hiddenSize, 1, 3), out, rows, hiddenSize);
    }

    static KernelCase rmsNormInPlace(RandomInputs random) {
        int rows = random.size();
        int hiddenSize = random.size();
        FloatArray x = random.floats(rows * hiddenSize, 0, 0.01);
        return rmsNorm(random, x, x, rows, hiddenSize).variant("in place");
    }

    private static KernelCase rmsNorm(RandomInputs random, FloatArray x, FloatArray out, int rows, int hiddenSize) {
        FloatArray weight = random.floats(RandomInputs.LAYERS * hiddenSize);
        IntArray layer = random.layer();

        double[] input = Expected.contentOf(x);
        double[] weights = Expected.contentOf(weight);
        double[] expected = new double[input.length];
        double[] tolerances = new double[input.length];
        for (int r = 0; r < rows; r++) {
            int row = r * hiddenSize;
            double meanSquare = IntStream.range(row, row + hiddenSize).mapToDouble(i -> input[i] * input[i]).sum()
                    / hiddenSize;
            Approximation[] squares = IntStream.range(row, row + hiddenSize)
                    .mapToObj(i -> exactly(input[i]).times(exactly(input[i]))).toArray(Approximation[]::new);
            Approximation scale = exactly(1).dividedBy(Approximation.sum(squares).dividedBy(exactly(hiddenSize))
                    .plus(exactly(EPSILON)).squareRoot());
            for (int i = row; i < row + hiddenSize; i++) {
                double parameter = weights[layer.get(0) * hiddenSize + i - row];
                expected[i] = input[i] / Math.sqrt(meanSquare + EPSILON) * parameter;
                tolerances[i] = exactly(input[i]).times(scale).times(exactly(parameter)).error();
            }
        }
        return KernelCase.of(RmsNorm.class, RmsNorm.launch(x, weight, out, layer, rows, hiddenSize, EPSILON),
                new Expected(out, expected, tolerances));
    }

    static KernelCase gate(RandomInputs random) {
        int size = random.size() * random.size();
        FloatArray x = random.floats(size);
        FloatArray gate = random.floats(size);
        Approximation[] expected = IntStream.range(0, size)
                .mapToObj(i -> exactly(x.get(i)).times(exactly(gate.get(i)))).toArray(Approximation[]::new);
        return KernelCase.of(Gate.class, Gate.launch(x, gate, size), Expected.approximately(x, expected));
    }

    static KernelCase residualAdd(RandomInputs random) {
        int size = random.size() * random.size();
        FloatArray x = random.floats(size);
        FloatArray update = random.floats(size);
        Approximation[] expected = IntStream.range(0, size)
                .mapToObj(i -> exactly(x.get(i)).plus(exactly(update.get(i)))).toArray(Approximation[]::new);
        return KernelCase.of(ResidualAdd.class, ResidualAdd.launch(x, update, size),
                Expected.approximately(x, expected));
    }
}
