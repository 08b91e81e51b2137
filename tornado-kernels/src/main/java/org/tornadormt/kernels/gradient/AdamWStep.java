package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** One step of AdamW (arXiv 1711.05101, algorithm 2), as {@code torch.optim.AdamW} computes it. */
public final class AdamWStep {

    private AdamWStep() {}

    /**
     * With {@code g = gradient * gradientScale}:
     * {@code m += (1 - β1) (g - m)}, {@code v = β2 v + (1 - β2) g²} and
     * {@code parameter = (1 - rate decay) parameter - rate / (1 - β1ⁿ) m / (√v / √(1 - β2ⁿ) + ε)} in step {@code n}.
     *
     * @param parameter {@code [size]}, changed in place
     * @param gradient {@code [size]}
     * @param firstMoment {@code m}, {@code [size]}, zero before the first step
     * @param secondMoment {@code v}, {@code [size]}, zero before the first step
     * @param scalars what {@link AdamWScalars} fills for each step, {@code [AdamWScalars.SIZE]}
     */
    public static void adamWStep(FloatArray parameter, FloatArray gradient, FloatArray firstMoment,
            FloatArray secondMoment, FloatArray scalars, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            float g = gradient.get(i) * scalars.get(AdamWScalars.GRADIENT_SCALE);
            float m = firstMoment.get(i);
            m += scalars.get(AdamWScalars.FIRST_SHARE) * (g - m);
            float v = scalars.get(AdamWScalars.SECOND_DECAY) * secondMoment.get(i)
                    + scalars.get(AdamWScalars.SECOND_SHARE) * g * g;
            float divisor = TornadoMath.sqrt(v) * scalars.get(AdamWScalars.ROOT_SCALE)
                    + scalars.get(AdamWScalars.EPSILON);
            firstMoment.set(i, m);
            secondMoment.set(i, v);
            parameter.set(i, parameter.get(i) * scalars.get(AdamWScalars.KEEP)
                    - scalars.get(AdamWScalars.STEP_SIZE) * m / divisor);
        }
    }

    /** See {@link #adamWStep}. */
    public static Launch launch(FloatArray parameter, FloatArray gradient, FloatArray firstMoment,
            FloatArray secondMoment, FloatArray scalars, int size) {
        return Launch
                .of("adamWStep", AdamWStep::adamWStep, parameter, gradient, firstMoment, secondMoment, scalars, size)
                .reads(parameter, gradient, firstMoment, secondMoment, scalars)
                .writes(parameter, firstMoment, secondMoment)
                .onJvm(GradientForms.adamWStep(parameter, gradient, firstMoment, secondMoment, scalars, size));
    }
}
