package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.exactly;

import java.util.stream.IntStream;
import org.tornadormt.kernels.gradient.RmsNormGradient;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of the gradients of root-mean-square normalisation. */
final class RmsNormGradientCases {
    private static final float EPSILON = 1e-5f;

    private RmsNormGradientCases() {}

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
        FloatArray statistics = RandomInputs.toBeOverwritten(rows);
        IntArray layer = random.layer();

        double[] inputs = Expected.contentOf(x);
        double[] weights = Expected.contentOf(weight);
        double[] gradients = Expected.contentOf(outGradient);
        double[] before = accumulate ? Expected.contentOf(xGradient) : new double[rows * hiddenSize];
        Approximation[] expected = new Approximation[rows * hiddenSize];
        Approximation[] expectedStatistics = new Approximation[rows];
        for (int r = 0; r < rows; r++) {
            int row = r * hiddenSize;
            Approximation scale = scale(inputs, row, hiddenSize);
            expectedStatistics[r] = scale;
            Approximation[] normal = IntStream.range(0, hiddenSize).mapToObj(i -> exactly(inputs[row + i]).times(scale))
                    .toArray(Approximation[]::new);
            Approximation[] g = IntStream.range(0, hiddenSize).mapToObj(
                    i -> exactly(gradients[row + i]).times(exactly(weights[layer.get(0) * hiddenSize + i])))
                    .toArray(Approximation[]::new);
            Approximation[] products = IntStream.range(0, hiddenSize).mapToObj(i -> g[i].times(normal[i]))
                    .toArray(Approximation[]::new);
            Approximation meanProduct = Approximation.sum(products).dividedBy(exactly(hiddenSize));
            for (int i = 0; i < hiddenSize; i++) {
                Approximation result = g[i].minus(normal[i].times(meanProduct)).times(scale);
                expected[row + i] = accumulate ? result.plus(exactly(before[row + i])) : result;
            }
        }
        KernelCase kernelCase = KernelCase.of(RmsNormGradient.class,
                RmsNormGradient.input(x, weight, outGradient, xGradient, statistics, layer, rows, hiddenSize, EPSILON,
                        accumulate),
                Expected.approximately(xGradient, expected), Expected.approximately(statistics, expectedStatistics));
        return GradientCase.of(kernelCase, new Derivative(xGradient, before, inputs, gradients,
                point -> forward(point, weights, layer.get(0), rows, hiddenSize)));
    }

    static GradientCase parameters(RandomInputs random) {
        int rows = random.size();
        int hiddenSize = 5 * random.size();
        FloatArray x = random.floats(rows * hiddenSize, 1, 3);
        FloatArray outGradient = random.floats(rows * hiddenSize);
        FloatArray statistics = new FloatArray(rows);
        FloatArray weightGradient = random.floats(RandomInputs.LAYERS * hiddenSize);
        IntArray layer = random.layer();

        double[] inputs = Expected.contentOf(x);
        double[] gradients = Expected.contentOf(outGradient);
        Approximation[] sums = IntStream.range(0, weightGradient.getSize())
                .mapToObj(i -> exactly(weightGradient.get(i))).toArray(Approximation[]::new);
        for (int r = 0; r < rows; r++) {
            // The kernel is given it as a float: rounded once, like a constant.
            double rounded = scale(inputs, r * hiddenSize, hiddenSize).value();
            statistics.set(r, (float) rounded);
            Approximation scale = Approximation.rounded(rounded);
            for (int i = 0; i < hiddenSize; i++) {
                int parameter = layer.get(0) * hiddenSize + i;
                Approximation value = exactly(inputs[r * hiddenSize + i]).times(scale);
                sums[parameter] = sums[parameter].plus(exactly(gradients[r * hiddenSize + i]).times(value));
            }
        }
        double[] point = Expected.contentOf(random.floats(weightGradient.getSize()));
        Derivative ofWeight = Derivative.added(weightGradient, point, gradients,
                w -> forward(inputs, w, layer.get(0), rows, hiddenSize));
        KernelCase kernelCase = KernelCase.of(RmsNormGradient.class,
                RmsNormGradient.parameters(x, outGradient, statistics, weightGradient, layer, rows, hiddenSize),
                Expected.approximately(weightGradient, sums));
        return GradientCase.of(kernelCase, ofWeight);
    }

    private static Approximation scale(double[] input, int row, int hiddenSize) {
        Approximation[] squares = IntStream.range(row, row + hiddenSize).mapToObj(i -> exactly(input[i]))
                .map(value -> value.times(value)).toArray(Approximation[]::new);
        Approximation meanSquare = Approximation.sum(squares).dividedBy(exactly(hiddenSize));
        return exactly(1).dividedBy(meanSquare.plus(exactly(EPSILON)).squareRoot());
    }

    private static double[] forward(double[] x, double[] weight, int layer, int rows, int hiddenSize) {
        double[] out = new double[rows * hiddenSize];
        for (int r = 0; r < rows; r++) {
            int row = r * hiddenSize;
            double meanSquare = 0;
            for (int i = 0; i < hiddenSize; i++) {
                meanSquare += x[row + i] * x[row + i] / hiddenSize;
            }
            for (int i = 0; i < hiddenSize; i++) {
                out[row + i] = x[row + i] / Math.sqrt(meanSquare + EPSILON) * weight[layer * hiddenSize + i];
            }
        }
        return out;
    }
}
