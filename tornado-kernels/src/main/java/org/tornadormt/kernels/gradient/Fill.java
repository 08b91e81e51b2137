package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Sets an array to zero where it is: gradients before they are added up. */
public final class Fill {

    private Fill() {}

    /** {@code values = 0}; {@code values} is {@code [size]}. */
    public static void fillWithZero(FloatArray values, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            values.set(i, 0f);
        }
    }

    /** See {@link #fillWithZero}; all of {@code values}. */
    public static Launch zero(FloatArray values) {
        return Launch.of("fillWithZero", Fill::fillWithZero, values, values.getSize()).writes(values)
                .onJvm(GradientForms.zero(values));
    }
}
