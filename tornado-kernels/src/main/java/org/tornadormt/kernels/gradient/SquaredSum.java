package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** The squared norm of an array in parts, which the host adds up in double precision. */
public final class SquaredSum {

    private SquaredSum() {}

    /**
     * {@code sums[p] = Σ_n values[p + n parts]²}. Neighbours lie in neighbouring parts: that is how a GPU reads fast.
     *
     * @param values {@code [size]}
     * @param sums {@code [parts]}
     */
    public static void squaredSum(FloatArray values, FloatArray sums, int size, int parts) {
        for (@Parallel int p = 0; p < parts; p++) {
            float sum = 0f;
            for (int i = p; i < size; i += parts) {
                sum += values.get(i) * values.get(i);
            }
            sums.set(p, sum);
        }
    }

    /** See {@link #squaredSum}. */
    public static Launch launch(FloatArray values, FloatArray sums, int size) {
        return Launch.of("squaredSum", SquaredSum::squaredSum, values, sums, size, sums.getSize()).reads(values)
                .writes(sums).onJvm(GradientForms.squaredSum(values, sums, size));
    }
}
