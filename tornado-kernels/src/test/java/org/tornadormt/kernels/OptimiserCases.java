package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.exactly;

import java.util.stream.DoubleStream;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.kernels.gradient.AdamWStep;
import org.tornadormt.kernels.gradient.Clamp;
import org.tornadormt.kernels.gradient.Fill;
import org.tornadormt.kernels.gradient.LayerStash;
import org.tornadormt.kernels.gradient.SquaredSum;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of what training needs besides gradients. */
final class OptimiserCases {

    private OptimiserCases() {}

    static GradientCase adamWStep(RandomInputs random) {
        int size = random.size() * random.size();
        FloatArray parameter = random.floats(size);
        FloatArray gradient = random.floats(size, 0, 10);
        FloatArray firstMoment = random.floats(size);
        FloatArray secondMoment = new FloatArray(size);
        for (int i = 0; i < size; i++) {
            secondMoment.set(i, gradient.get(i) * gradient.get(i) * random.oneTo(3));
        }
        FloatArray scalars = new FloatArray(AdamWScalars.SIZE);
        new AdamWScalars(0.9, 0.99, 1e-3, 0.1).fill(random.oneTo(20), 0.05, 0.25, scalars);

        Approximation[] s = DoubleStream.of(Expected.contentOf(scalars)).mapToObj(Approximation::exactly)
                .toArray(Approximation[]::new);
        Approximation[] parameters = new Approximation[size];
        Approximation[] firstMoments = new Approximation[size];
        Approximation[] secondMoments = new Approximation[size];
        for (int i = 0; i < size; i++) {
            Approximation g = exactly(gradient.get(i)).times(s[AdamWScalars.GRADIENT_SCALE]);
            Approximation m = exactly(firstMoment.get(i));
            m = m.plus(s[AdamWScalars.FIRST_SHARE].times(g.minus(m)));
            Approximation v = s[AdamWScalars.SECOND_DECAY].times(exactly(secondMoment.get(i)))
                    .plus(s[AdamWScalars.SECOND_SHARE].times(g).times(g));
            Approximation divisor = v.squareRoot().times(s[AdamWScalars.ROOT_SCALE]).plus(s[AdamWScalars.EPSILON]);
            parameters[i] = exactly(parameter.get(i)).times(s[AdamWScalars.KEEP])
                    .minus(s[AdamWScalars.STEP_SIZE].times(m).dividedBy(divisor));
            firstMoments[i] = m;
            secondMoments[i] = v;
        }
        return GradientCase.of(KernelCase.of(AdamWStep.class,
                AdamWStep.launch(parameter, gradient, firstMoment, secondMoment, scalars, size),
                Expected.approximately(parameter, parameters), Expected.approximately(firstMoment, firstMoments),
                Expected.approximately(secondMoment, secondMoments)));
    }

    static GradientCase squaredSum(RandomInputs random) {
        int parts = 10 * random.size();
        FloatArray values = random.floats(random.size() * random.size());
        FloatArray sums = RandomInputs.toBeOverwritten(parts);
        Sums expected = new Sums(new double[parts]);
        for (int i = 0; i < values.getSize(); i++) {
            expected.add(i % parts, (double) values.get(i) * values.get(i));
        }
        return GradientCase.of(KernelCase.of(SquaredSum.class, SquaredSum.launch(values, sums, values.getSize()),
                expected.expected(sums)));
    }

    static GradientCase clamp(RandomInputs random) {
        int size = random.size() * random.size();
        FloatArray values = random.floats(size);
        values.set(random.below(size), Float.NaN);
        values.set(random.below(size), Float.NEGATIVE_INFINITY);
        float limit = 0.75f;
        double[] expected = DoubleStream.of(Expected.contentOf(values))
                .map(value -> Math.min(limit, Math.max(-limit, value))).toArray();
        return GradientCase.of(
                KernelCase.of(Clamp.class, Clamp.launch(values, size, limit), Expected.exactly(values, expected)));
    }

    static GradientCase zero(RandomInputs random) {
        FloatArray values = RandomInputs.toBeOverwritten(random.size() * random.size());
        return GradientCase.of(KernelCase.of(Fill.class, Fill.zero(values),
                Expected.exactly(values, new double[values.getSize()])));
    }

    static GradientCase saveLayer(RandomInputs random) {
        int size = random.size() * random.size();
        FloatArray x = random.floats(size);
        FloatArray stash = random.floats(RandomInputs.LAYERS * size);
        IntArray layer = random.layer();
        double[] expected = Expected.contentOf(stash);
        System.arraycopy(Expected.contentOf(x), 0, expected, layer.get(0) * size, size);
        return GradientCase.of(KernelCase.of(LayerStash.class, LayerStash.save(x, stash, layer, size),
                Expected.exactly(stash, expected)));
    }

    static GradientCase loadLayer(RandomInputs random) {
        int size = random.size() * random.size();
        FloatArray stash = random.floats(RandomInputs.LAYERS * size);
        FloatArray x = RandomInputs.toBeOverwritten(size);
        IntArray layer = random.layer();
        double[] expected = new double[size];
        System.arraycopy(Expected.contentOf(stash), layer.get(0) * size, expected, 0, size);
        return GradientCase.of(KernelCase.of(LayerStash.class, LayerStash.load(stash, x, layer, size),
                Expected.exactly(x, expected)));
    }
}
