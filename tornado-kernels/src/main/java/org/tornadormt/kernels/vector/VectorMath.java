package org.tornadormt.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential, the same on every machine. It takes arrays and not vectors: code that it were part of would often be too
 * large for the JIT to inline, and a vector that is passed to a method becomes an object.
 */
final class VectorMath {
    /** From about here down the exponential is zero, from {@link #HIGHEST} up infinite. */
    private static final float LOWEST = -87.3f;
    private static final float HIGHEST = 89f;
    private static final float LOG2_E = 1.44269504f;
    /** The logarithm of 2 in two parts, so that multiples of it are exact where it matters. */
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /** That of {@link #LOWEST}'s power of two, so that it becomes zero. */
    private static final int LOWEST_EXPONENT = -126;
    private static final int MANTISSA_BITS = 23;
    /** Adding and subtracting this rounds a float to a whole number. */
    private static final float ROUNDER = 0x1.8p23f;
    /** What is added to these bits in between is that number: a conversion takes longer. */
    private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

    private VectorMath() {}

    /**
     * {@code x = exp(x)} for the first {@code count} floats, whole vectors: the power of two is taken out, the rest is a
     * polynomial of degree 6 (S. Moshier, Cephes library, expf), good to two units in the last place; NaN stays NaN. What
     * would be smaller than about 2<sup>-125</sup> is zero: subnormal numbers take some processors many times as long, and
     * every score that attention hides would be one on its way.
     */
    static void exp(float[] x, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector value = FloatVector.fromArray(Lanes.SPECIES, x, i);
            // Not max and min, which take seven instructions each for NaN and for the sign of zero.
            FloatVector bounded = value.blend(LOWEST, value.lt(LOWEST)).blend(HIGHEST,
                    value.compare(VectorOperators.GT, HIGHEST));
            FloatVector rounded = bounded.mul(LOG2_E).add(ROUNDER);
            FloatVector power = rounded.sub(ROUNDER);
            FloatVector rest = power.fma(FloatVector.broadcast(Lanes.SPECIES, -LN2_HIGH), bounded)
                    .add(power.mul(-LN2_LOW));
            FloatVector sum = FloatVector.broadcast(Lanes.SPECIES, 1.9875691500e-4f);
            sum = sum.fma(rest, FloatVector.broadcast(Lanes.SPECIES, 1.3981999507e-3f));
            sum = sum.fma(rest, FloatVector.broadcast(Lanes.SPECIES, 8.3334519073e-3f));
            sum = sum.fma(rest, FloatVector.broadcast(Lanes.SPECIES, 4.1665795894e-2f));
            sum = sum.fma(rest, FloatVector.broadcast(Lanes.SPECIES, 1.6666665459e-1f));
            sum = sum.fma(rest, FloatVector.broadcast(Lanes.SPECIES, 5.0000001201e-1f));
            FloatVector mantissa = sum.mul(rest.mul(rest)).add(rest).add(1f);
            // Half of the power, and twice the mantissa: the largest power does not fit into a float.
            FloatVector halfPower = rounded.reinterpretAsInts().sub(ROUNDER_BITS + LOWEST_EXPONENT)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
            mantissa.add(mantissa).mul(halfPower).intoArray(x, i);
        }
    }
}
