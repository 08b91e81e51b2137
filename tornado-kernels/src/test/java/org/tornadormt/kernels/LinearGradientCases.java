package org.tornadormt.kernels;

import org.tornadormt.kernels.gradient.LinearGradient;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of the gradients of a linear map. */
final class LinearGradientCases {

    private LinearGradientCases() {}

    static GradientCase input(RandomInputs random) {
        return input(random, false, random.size(), random.size(), random.size()).variant("overwritten");
    }

    static GradientCase inputAdded(RandomInputs random) {
        return input(random, true, random.size(), random.size(), random.size()).variant("added");
    }

    /** Of more than one block in each direction, whatever a form takes for a block, with something left over. */
    static GradientCase largeInput(RandomInputs random) {
        return input(random, true, 230 + random.oneTo(30), 70 + random.oneTo(30), 760 + random.oneTo(30))
                .variant("large").withoutDerivatives();
    }

    private static GradientCase input(RandomInputs random, boolean accumulate, int rows, int inFeatures,
            int outFeatures) {
        FloatArray outGradient = random.floats(rows * outFeatures);
        FloatArray weight = random.floats(RandomInputs.LAYERS * outFeatures * inFeatures);
        FloatArray xGradient = accumulate
                ? random.floats(rows * inFeatures)
                : RandomInputs.toBeOverwritten(rows * inFeatures);
        IntArray layer = random.layer();

        double[] gradients = Expected.contentOf(outGradient);
        double[] weights = Expected.contentOf(weight);
        double[] before = accumulate ? Expected.contentOf(xGradient) : new double[rows * inFeatures];
        Sums sums = new Sums(before);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < outFeatures; j++) {
                int output = layer.get(0) * outFeatures + j;
                for (int k = 0; k < inFeatures; k++) {
                    sums.add(r * inFeatures + k, gradients[r * outFeatures + j] * weights[output * inFeatures + k]);
                }
            }
        }
        KernelCase kernelCase = KernelCase.of(LinearGradient.class,
                LinearGradient.input(outGradient, weight, xGradient, layer, rows, inFeatures, outFeatures, accumulate),
                sums.expected(xGradient));
        double[] point = Expected.contentOf(random.floats(rows * inFeatures));
        return GradientCase.of(kernelCase, new Derivative(xGradient, before, point, gradients,
                x -> forward(x, weights, new double[weights.length], layer.get(0), rows, inFeatures, outFeatures)));
    }

    static GradientCase weight(RandomInputs random) {
        return weight(random, random.size(), random.size(), random.size());
    }

    /** Of more than one block in each direction. */
    static GradientCase largeWeight(RandomInputs random) {
        return weight(random, 760 + random.oneTo(30), 70 + random.oneTo(30), 230 + random.oneTo(30)).variant("large")
                .withoutDerivatives();
    }

    private static GradientCase weight(RandomInputs random, int rows, int inFeatures, int outFeatures) {
        FloatArray outGradient = random.floats(rows * outFeatures);
        FloatArray x = random.floats(rows * inFeatures);
        FloatArray weightGradient = random.floats(RandomInputs.LAYERS * outFeatures * inFeatures);
        IntArray layer = random.layer();

        double[] gradients = Expected.contentOf(outGradient);
        double[] inputs = Expected.contentOf(x);
        Sums sums = new Sums(Expected.contentOf(weightGradient));
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < outFeatures; j++) {
                int output = layer.get(0) * outFeatures + j;
                for (int k = 0; k < inFeatures; k++) {
                    sums.add(output * inFeatures + k, gradients[r * outFeatures + j] * inputs[r * inFeatures + k]);
                }
            }
        }
        KernelCase kernelCase = KernelCase.of(LinearGradient.class,
                LinearGradient.weight(outGradient, x, weightGradient, layer, rows, inFeatures, outFeatures),
                sums.expected(weightGradient));
        double[] point = Expected.contentOf(random.floats(weightGradient.getSize()));
        return GradientCase.of(kernelCase, Derivative.added(weightGradient, point, gradients,
                w -> forward(inputs, w, new double[w.length], layer.get(0), rows, inFeatures, outFeatures)));
    }

    static GradientCase bias(RandomInputs random) {
        int rows = random.size();
        int outFeatures = 5 * random.size();
        FloatArray outGradient = random.floats(rows * outFeatures);
        FloatArray biasGradient = random.floats(RandomInputs.LAYERS * outFeatures);
        IntArray layer = random.layer();

        double[] gradients = Expected.contentOf(outGradient);
        Sums sums = new Sums(Expected.contentOf(biasGradient));
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < outFeatures; j++) {
                sums.add(layer.get(0) * outFeatures + j, gradients[r * outFeatures + j]);
            }
        }
        KernelCase kernelCase = KernelCase.of(LinearGradient.class,
                LinearGradient.bias(outGradient, biasGradient, layer, rows, outFeatures), sums.expected(biasGradient));
        double[] point = Expected.contentOf(random.floats(biasGradient.getSize()));
        return GradientCase.of(kernelCase, Derivative.added(biasGradient, point, gradients,
                b -> forward(new double[rows], new double[b.length], b, layer.get(0), rows, 1, outFeatures)));
    }

    private static double[] forward(double[] x, double[] weight, double[] bias, int layer, int rows, int inFeatures,
            int outFeatures) {
        double[] out = new double[rows * outFeatures];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < outFeatures; j++) {
                int output = layer * outFeatures + j;
                out[r * outFeatures + j] = bias[output];
                for (int k = 0; k < inFeatures; k++) {
                    out[r * outFeatures + j] += x[r * inFeatures + k] * weight[output * inFeatures + k];
                }
            }
        }
        return out;
    }
}
