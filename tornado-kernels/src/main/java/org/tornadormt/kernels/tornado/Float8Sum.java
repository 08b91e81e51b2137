package org.tornadormt.kernels.tornado;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.ShortArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat8;
import uk.ac.manchester.tornado.api.types.vectors.Float8;

/** What the kernels with vectors of eight numbers have in common. */
final class Float8Sum {
    /** Numbers in a vector. */
    static final int LANES = 8;

    private Float8Sum() {}

    /** A vector with the same number in each lane. */
    static Float8 all(float value) {
        return new Float8(value, value, value, value, value, value, value, value);
    }

    /** {@code sum + a * b}, lane by lane. */
    static Float8 addProduct(Float8 sum, Float8 a, Float8 b) {
        return Float8.add(sum, Float8.mult(a, b));
    }

    /** Vector {@code at} of weights; how many bits they have is known when the kernel is compiled. */
    static Float8 weights(VectorFloat8 weights, ShortArray codes, FloatArray decoding, int bits, int at) {
        Float8 result;
        if (bits == Float.SIZE) {
            result = weights.get(at);
        } else {
            result = decoded(codes, decoding, at * LANES);
        }
        return result;
    }

    /** Eight numbers of 16 bits, from code {@code at} on. */
    static Float8 decoded(ShortArray codes, FloatArray decoding, int at) {
        return new Float8(decoding.get(codes.get(at) & 0xffff), decoding.get(codes.get(at + 1) & 0xffff),
                decoding.get(codes.get(at + 2) & 0xffff), decoding.get(codes.get(at + 3) & 0xffff),
                decoding.get(codes.get(at + 4) & 0xffff), decoding.get(codes.get(at + 5) & 0xffff),
                decoding.get(codes.get(at + 6) & 0xffff), decoding.get(codes.get(at + 7) & 0xffff));
    }

    /** The sum of the lanes. */
    static float across(Float8 v) {
        return ((v.getS0() + v.getS4()) + (v.getS1() + v.getS5()))
                + ((v.getS2() + v.getS6()) + (v.getS3() + v.getS7()));
    }
}
