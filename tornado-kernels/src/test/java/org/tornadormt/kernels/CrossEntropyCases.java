package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.exactly;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tornadormt.kernels.gradient.CrossEntropy;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of the loss. */
final class CrossEntropyCases {

    private CrossEntropyCases() {}

    static GradientCase crossEntropy(RandomInputs random) {
        int rows = random.size();
        int outputs = random.size();
        FloatArray logits = random.floats(rows * outputs, -1, 3);
        return crossEntropy(random, logits, RandomInputs.toBeOverwritten(rows * outputs), rows, outputs);
    }

    /** With logits whose exponentials single precision cannot hold. */
    static GradientCase crossEntropyInPlace(RandomInputs random) {
        int rows = random.oneTo(8);
        int outputs = 100 + random.oneTo(100);
        FloatArray logits = random.floats(rows * outputs, 100, 60);
        return crossEntropy(random, logits, logits, rows, outputs).variant("in place");
    }

    /** Rows of whole numbers, of which several are often the largest. */
    static GradientCase ties(RandomInputs random) {
        int rows = random.size();
        int outputs = random.size();
        FloatArray logits = new FloatArray(rows * outputs);
        IntArray values = random.integers(logits.getSize(), 0, 3);
        for (int i = 0; i < values.getSize(); i++) {
            logits.set(i, values.get(i));
        }
        return crossEntropy(random, logits, RandomInputs.toBeOverwritten(logits.getSize()), rows, outputs)
                .variant("ties");
    }

    private static GradientCase crossEntropy(RandomInputs random, FloatArray logits, FloatArray logitsGradient,
            int rows, int outputs) {
        IntArray labels = random.integers(rows, CrossEntropy.NO_LABEL, outputs);
        FloatArray scale = FloatArray.fromElements(0.3f);
        FloatArray loss = RandomInputs.toBeOverwritten(rows);
        IntArray hit = random.integers(rows, 5, 9);

        double[] point = Expected.contentOf(logits);
        Approximation[] expected = new Approximation[rows * outputs];
        Approximation[] losses = new Approximation[rows];
        double[] hits = new double[rows];
        Arrays.fill(expected, exactly(0));
        Arrays.fill(losses, exactly(0));
        for (int r = 0; r < rows; r++) {
            int label = labels.get(r);
            if (label >= 0) {
                double[] row = Arrays.copyOfRange(point, r * outputs, (r + 1) * outputs);
                double largest = DoubleStream.of(row).max().orElseThrow();
                int best = IntStream.range(0, outputs).filter(j -> row[j] == largest).findFirst().orElseThrow();
                hits[r] = best == label ? 1 : 0;
                Approximation[] exponentials = DoubleStream.of(row)
                        .mapToObj(value -> exactly(value).minus(exactly(largest)).exponential())
                        .toArray(Approximation[]::new);
                Approximation sum = Approximation.sum(exponentials);
                losses[r] = sum.logarithm().plus(exactly(largest).minus(exactly(row[label])));
                Approximation factor = exactly(scale.get(0)).dividedBy(sum);
                for (int j = 0; j < outputs; j++) {
                    expected[r * outputs + j] = exponentials[j].times(factor)
                            .minus(exactly(j == label ? scale.get(0) : 0));
                }
            }
        }
        KernelCase kernelCase = KernelCase.of(CrossEntropy.class,
                CrossEntropy.launch(logits, labels, scale, logitsGradient, loss, hit, rows, outputs),
                Expected.approximately(logitsGradient, expected), Expected.approximately(loss, losses),
                Expected.exactly(hit, hits));
        double[] weights = new double[rows];
        Arrays.fill(weights, scale.get(0));
        return GradientCase.of(kernelCase, Derivative.overwritten(logitsGradient, point, weights,
                values -> IntStream.range(0, rows).mapToDouble(r -> loss(values, r, outputs, labels.get(r)))
                        .toArray()));
    }

    private static double loss(double[] logits, int row, int outputs, int label) {
        double[] values = Arrays.copyOfRange(logits, row * outputs, (row + 1) * outputs);
        double largest = DoubleStream.of(values).max().orElseThrow();
        double sum = DoubleStream.of(values).map(value -> Math.exp(value - largest)).sum();
        return label < 0 ? 0 : largest + Math.log(sum) - values[label];
    }
}
