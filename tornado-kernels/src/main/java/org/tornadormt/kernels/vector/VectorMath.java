package org.tornadormt.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Elementary functions on vectors, the same on every machine. */
final class VectorMath {
    /** From here down the exponential is zero, from {@link #HIGHEST} up infinite. */
    private static final float LOWEST = -104f;
    private static final float HIGHEST = 89f;
    private static final float LOG2_E = 1.44269504f;
    /** The logarithm of 2 in two parts, so that multiples of it are exact where it matters. */
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final int EXPONENT_BIAS = 127;
    private static final int MANTISSA_BITS = 23;
    /** Adding and subtracting this rounds a float to a whole number. */
    private static final float ROUNDER = 0x1.8p23f;

    private VectorMath() {}

    /**
     * {@code exp(x)}: the power of two is taken out, the rest is a polynomial of degree 6 (S. Moshier, Cephes library,
     * expf), good to two units in the last place over the whole range; NaN stays NaN.
     */
    static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.max(LOWEST).min(HIGHEST);
        FloatVector power = bounded.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
        FloatVector rest = power.fma(FloatVector.broadcast(Lanes.SPECIES, -LN2_HIGH), bounded)
                .add(power.mul(-LN2_LOW));
        FloatVector sum = FloatVector.broadcast(Lanes.SPECIES, 1.9875691500e-4f);
        sum = horner(sum, rest, 1.3981999507e-3f);
        sum = horner(sum, rest, 8.3334519073e-3f);
        sum = horner(sum, rest, 4.1665795894e-2f);
        sum = horner(sum, rest, 1.6666665459e-1f);
        sum = horner(sum, rest, 5.0000001201e-1f);
        FloatVector mantissa = sum.mul(rest.mul(rest)).add(rest).add(1f);
        // In two factors: the power of a number that is subnormal or infinite does not fit into one.
        IntVector exponent = (IntVector) power.convert(VectorOperators.F2I, 0);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return mantissa.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
    }

    private static FloatVector horner(FloatVector sum, FloatVector x, float coefficient) {
        return sum.fma(x, FloatVector.broadcast(Lanes.SPECIES, coefficient));
    }

    /** {@code tanh(x)}, as {@link org.tornadormt.kernels.Activation} computes it. */
    static FloatVector tanh(FloatVector x) {
        FloatVector small = exp(x.abs().mul(-2f));
        FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
        FloatVector result = one.sub(small).div(one.add(small));
        return result.blend(result.neg(), x.lt(0f));
    }

    /** The error function, as {@link org.tornadormt.kernels.Activation} computes it. */
    static FloatVector erf(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector small = exp(magnitude.mul(magnitude).neg());
        FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
        FloatVector t = one.div(magnitude.mul(0.3275911f).add(1f));
        FloatVector sum = FloatVector.broadcast(Lanes.SPECIES, 1.061405429f);
        sum = horner(sum, t, -1.453152027f);
        sum = horner(sum, t, 1.421413741f);
        sum = horner(sum, t, -0.284496736f);
        sum = horner(sum, t, 0.254829592f);
        FloatVector result = one.sub(sum.mul(t).mul(small));
        return result.blend(result.neg(), x.lt(0f));
    }
}
