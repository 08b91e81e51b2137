package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.exactly;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tornadormt.kernels.gradient.LayerNormGradient;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of the gradients of layer normalisation. */
final class LayerNormGradientCases {
    private static final float EPSILON = 1e-5f;

    private LayerNormGradientCases() {}

    static GradientCase input(RandomInputs random) {
        return input(random, false).variant("overwritten");
    }

    static GradientCase inputAdded(RandomInputs random) {
        return input(random, true).variant("added");
    }

    private static GradientCase input(RandomInputs random, boolean accumulate) {
        int rows = random.size();
        int hiddenSize = random.size();
        FloatArray x = random.floats(rows * hiddenSize, 1, 3);
        FloatArray weight = random.floats(RandomInputs.LAYERS * hiddenSize);
        FloatArray outGradient = random.floats(rows * hiddenSize);
        FloatArray xGradient = accumulate
                ? random.floats(rows * hiddenSize)
                : RandomInputs.toBeOverwritten(rows * hiddenSize);
        FloatArray statistics = RandomInputs.toBeOverwritten(2 * rows);
        IntArray layer = random.layer();

        double[] inputs = Expected.contentOf(x);
        double[] weights = Expected.contentOf(weight);
        double[] gradients = Expected.contentOf(outGradient);
        double[] before = accumulate ? Expected.contentOf(xGradient) : new double[rows * hiddenSize];
        Approximation[] expected = new Approximation[rows * hiddenSize];
        Approximation[] expectedStatistics = new Approximation[2 * rows];
        for (int r = 0; r < rows; r++) {
            int row = r * hiddenSize;
            NormalRow normal = NormalRow.of(inputs, row, hiddenSize);
            expectedStatistics[2 * r] = normal.mean;
            expectedStatistics[2 * r + 1] = normal.scale;
            Approximation[] g = IntStream.range(0, hiddenSize).mapToObj(
                    i -> exactly(gradients[row + i]).times(exactly(weights[layer.get(0) * hiddenSize + i])))
                    .toArray(Approximation[]::new);
            Approximation[] products = IntStream.range(0, hiddenSize).mapToObj(i -> g[i].times(normal.values[i]))
                    .toArray(Approximation[]::new);
            Approximation meanGradient = Approximation.sum(g).dividedBy(exactly(hiddenSize));
            Approximation meanProduct = Approximation.sum(products).dividedBy(exactly(hiddenSize));
            for (int i = 0; i < hiddenSize; i++) {
                Approximation result = g[i].minus(meanGradient).minus(normal.values[i].times(meanProduct))
                        .times(normal.scale);
                expected[row + i] = accumulate ? result.plus(exactly(before[row + i])) : result;
            }
        }
        KernelCase kernelCase = KernelCase.of(LayerNormGradient.class,
                LayerNormGradient.input(x, weight, outGradient, xGradient, statistics, layer, rows, hiddenSize, EPSILON,
                        accumulate),
                Expected.approximately(xGradient, expected), Expected.approximately(statistics, expectedStatistics));
        double[] noBias = new double[weights.length];
        return GradientCase.of(kernelCase, new Derivative(xGradient, before, inputs, gradients,
                point -> forward(point, weights, noBias, layer.get(0), rows, hiddenSize)));
    }

    static GradientCase parameters(RandomInputs random) {
        int rows = random.size();
        int hiddenSize = 5 * random.size();
        FloatArray x = random.floats(rows * hiddenSize, 1, 3);
        FloatArray outGradient = random.floats(rows * hiddenSize);
        FloatArray statistics = new FloatArray(2 * rows);
        FloatArray weightGradient = random.floats(RandomInputs.LAYERS * hiddenSize);
        FloatArray biasGradient = random.floats(RandomInputs.LAYERS * hiddenSize);
        IntArray layer = random.layer();

        double[] inputs = Expected.contentOf(x);
        double[] gradients = Expected.contentOf(outGradient);
        Approximation[] weightSums = exact(weightGradient);
        Approximation[] biasSums = exact(biasGradient);
        for (int r = 0; r < rows; r++) {
            NormalRow normal = NormalRow.of(inputs, r * hiddenSize, hiddenSize);
            // The kernel is given these two as floats: rounded once, like constants.
            statistics.set(2 * r, (float) normal.mean.value());
            statistics.set(2 * r + 1, (float) normal.scale.value());
            Approximation mean = Approximation.rounded(normal.mean.value());
            Approximation scale = Approximation.rounded(normal.scale.value());
            for (int i = 0; i < hiddenSize; i++) {
                int parameter = layer.get(0) * hiddenSize + i;
                Approximation gradient = exactly(gradients[r * hiddenSize + i]);
                Approximation value = exactly(inputs[r * hiddenSize + i]).minus(mean).times(scale);
                weightSums[parameter] = weightSums[parameter].plus(gradient.times(value));
                biasSums[parameter] = biasSums[parameter].plus(gradient);
            }
        }
        double[] pointOfWeight = Expected.contentOf(random.floats(weightGradient.getSize()));
        double[] pointOfBias = Expected.contentOf(random.floats(biasGradient.getSize()));
        Derivative ofWeight = Derivative.added(weightGradient, pointOfWeight, gradients,
                w -> forward(inputs, w, pointOfBias, layer.get(0), rows, hiddenSize));
        Derivative ofBias = Derivative.added(biasGradient, pointOfBias, gradients,
                b -> forward(inputs, pointOfWeight, b, layer.get(0), rows, hiddenSize));
        KernelCase kernelCase = KernelCase.of(LayerNormGradient.class,
                LayerNormGradient.parameters(x, outGradient, statistics, weightGradient, biasGradient, layer, rows,
                        hiddenSize),
                Expected.approximately(weightGradient, weightSums), Expected.approximately(biasGradient, biasSums));
        return GradientCase.of(kernelCase, ofWeight, ofBias);
    }

    private static Approximation[] exact(FloatArray array) {
        return IntStream.range(0, array.getSize()).mapToObj(i -> exactly(array.get(i))).toArray(Approximation[]::new);
    }

    /** A row that was normalised, with the errors of the kernel's steps. */
    private record NormalRow(Approximation mean, Approximation scale, Approximation[] values) {

        private static NormalRow of(double[] input, int row, int hiddenSize) {
            Approximation size = exactly(hiddenSize);
            Approximation[] x = IntStream.range(row, row + hiddenSize).mapToObj(i -> exactly(input[i]))
                    .toArray(Approximation[]::new);
            Approximation mean = Approximation.sum(x).dividedBy(size);
            Approximation[] centred = Stream.of(x).map(value -> value.minus(mean)).toArray(Approximation[]::new);
            Approximation[] squares = Stream.of(centred).map(value -> value.times(value))
                    .toArray(Approximation[]::new);
            Approximation variance = Approximation.sum(squares).dividedBy(size);
            Approximation scale = exactly(1).dividedBy(variance.plus(exactly(EPSILON)).squareRoot());
            return new NormalRow(mean, scale,
                    Stream.of(centred).map(value -> value.times(scale)).toArray(Approximation[]::new));
        }
    }

    private static double[] forward(double[] x, double[] weight, double[] bias, int layer, int rows, int hiddenSize) {
        double[] out = new double[rows * hiddenSize];
        for (int r = 0; r < rows; r++) {
            int row = r * hiddenSize;
            double mean = 0;
            for (int i = 0; i < hiddenSize; i++) {
                mean += x[row + i] / hiddenSize;
            }
            double variance = 0;
            for (int i = 0; i < hiddenSize; i++) {
                variance += Math.pow(x[row + i] - mean, 2) / hiddenSize;
            }
            for (int i = 0; i < hiddenSize; i++) {
                int parameter = layer * hiddenSize + i;
                out[row + i] = (x[row + i] - mean) / Math.sqrt(variance + EPSILON) * weight[parameter]
                        + bias[parameter];
            }
        }
        return out;
    }
}
