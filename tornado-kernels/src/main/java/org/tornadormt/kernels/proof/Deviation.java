package org.tornadormt.kernels.proof;

import java.util.Locale;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** Compares what a device wrote with what Java wrote. */
final class Deviation {
    /**
     * No sample adds up more than 2⁷ terms for a result, or computes one in more than 2⁷ steps, and each step rounds by
     * at most 2⁻²⁴ of its magnitude, or by 2⁻²⁰ where it is a function of OpenCL's (full profile, 16 ulp for the worst).
     * The terms of a sum are of the size of the inputs, 1, or of the numbers beside it; most of their rounding errors
     * cancel. So 2⁻¹³ of the largest of these holds for whatever is right, and is a quarter of what half precision
     * loses; what is stale, of another thread or left out is off by far more.
     */
    private static final double TOLERANCE = 0x1p-13;

    private Deviation() {}

    /** What is wrong with {@code actual}, in a few words; empty if it is as {@code expected}. */
    static Optional<String> between(TornadoNativeArray expected, TornadoNativeArray actual) {
        return switch (expected) {
            case FloatArray floats -> between(floats, (FloatArray) actual);
            case IntArray ints -> between(ints, (IntArray) actual);
            default -> throw new IllegalArgumentException("cannot compare " + expected.getClass().getSimpleName());
        };
    }

    private static Optional<String> between(IntArray expected, IntArray actual) {
        for (int i = 0; i < expected.getSize(); i++) {
            if (expected.get(i) != actual.get(i)) {
                return Optional.of("element " + i + " is " + actual.get(i) + " instead of " + expected.get(i));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> between(FloatArray expected, FloatArray actual) {
        double size = Math.max(1, meanMagnitude(expected));
        for (int i = 0; i < expected.getSize(); i++) {
            float right = expected.get(i);
            float found = actual.get(i);
            double tolerance = TOLERANCE * Math.max(size, Math.abs(right));
            boolean same = Float.compare(right, found) == 0
                    || Float.isFinite(right) && Math.abs((double) right - found) <= tolerance;
            if (!same) {
                return Optional.of(String.format(Locale.ROOT, "element %d is %g instead of %g", i, found, right));
            }
        }
        return Optional.empty();
    }

    private static double meanMagnitude(FloatArray array) {
        double sum = 0;
        for (int i = 0; i < array.getSize(); i++) {
            sum += Float.isFinite(array.get(i)) ? Math.abs(array.get(i)) : 0;
        }
        return sum / array.getSize();
    }
}
