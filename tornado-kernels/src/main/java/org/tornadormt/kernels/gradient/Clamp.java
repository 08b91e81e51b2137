package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Clips a gradient by value, as {@code torch.nn.utils.clip_grad_value_}. */
public final class Clamp {

    private Clamp() {}

    /** {@code values = min(max(values, -limit), limit)}, in place; NaN stays NaN; {@code values} is {@code [size]}. */
    public static void clampValues(FloatArray values, int size, float limit) {
        for (@Parallel int i = 0; i < size; i++) {
            float value = values.get(i);
            // Not min and max: on a device these turn NaN into the limit.
            if (value > limit) {
                value = limit;
            }
            if (value < 0f - limit) {
                value = 0f - limit;
            }
            values.set(i, value);
        }
    }

    /** See {@link #clampValues}; {@code limit} is 0 or more. */
    public static Launch launch(FloatArray values, int size, float limit) {
        return Launch.of("clampValues", Clamp::clampValues, values, size, limit).reads(values).writes(values)
                .onJvm(GradientForms.clamp(values, size, limit));
    }
}
