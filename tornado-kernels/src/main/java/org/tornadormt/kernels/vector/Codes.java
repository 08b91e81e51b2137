package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.tornadormt.kernels.NumberFormat;

/**
 * Decodes numbers of 16 bits, each exactly. As in {@link Tile}, the loops call nothing but the Vector API.
 */
final class Codes {
    private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class,
            VectorShape.forBitSize(Lanes.COUNT * Short.SIZE));
    private static final VectorSpecies<Integer> INTS = Lanes.SPECIES.withLanes(int.class);
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Bits of a fraction that binary32 has more than binary16. */
    private static final int FRACTION_SHIFT = 13;
    private static final int SIGN = 1 << Float.SIZE - 1;
    /** What an exponent of binary16 is too small by, if its bits are taken as those of a binary32. */
    private static final int EXPONENT_SHIFT = 127 - 15 << 23;
    /** The smallest exponent of normal numbers, where those of binary16 come to lie; subnormal ones are below. */
    private static final int NORMAL = 1 << 23;
    /** The exponent of infinities and NaN, likewise. */
    private static final int SPECIAL = 31 << 23;
    /** 2⁻¹⁴: what a subnormal number of binary16 becomes too large by, if it is given the exponent of this. */
    private static final float SUBNORMAL_EXCESS = 0x1p-14f;

    private Codes() {}

    /**
     * Decodes {@code count} numbers.
     *
     * @param first code where they begin
     * @param count a multiple of {@link Lanes#COUNT}
     * @param floats where they go, from its start on
     */
    static void decode(NumberFormat format, MemorySegment codes, long first, int count, MemorySegment floats) {
        if (format == NumberFormat.BFLOAT16) {
            decodeBfloat16(codes, first, count, floats);
        } else {
            decodeFloat16(codes, first, count, floats);
        }
    }

    private static void decodeBfloat16(MemorySegment codes, long first, int count, MemorySegment floats) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            IntVector bits = (IntVector) ShortVector
                    .fromMemorySegment(SHORTS, codes, (first + i) * Short.BYTES, ORDER)
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
            bits.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats().intoMemorySegment(floats,
                    (long) i * Float.BYTES, ORDER);
        }
    }

    /**
     * Exponent and fraction are moved to where binary32 has them, and the exponent is made that of binary32. A subnormal
     * number has no leading 1 but would get one there, which is taken away again.
     */
    private static void decodeFloat16(MemorySegment codes, long first, int count, MemorySegment floats) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            IntVector code = (IntVector) ShortVector
                    .fromMemorySegment(SHORTS, codes, (first + i) * Short.BYTES, ORDER)
                    .convertShape(VectorOperators.S2I, INTS, 0);
            IntVector magnitude = code.and(0x7fff).lanewise(VectorOperators.LSHL, FRACTION_SHIFT);
            VectorMask<Integer> subnormal = magnitude.compare(VectorOperators.LT, NORMAL);
            VectorMask<Integer> special = magnitude.compare(VectorOperators.GE, SPECIAL);
            IntVector normal = magnitude.add(EXPONENT_SHIFT);
            FloatVector small = normal.add(NORMAL).reinterpretAsFloats().sub(SUBNORMAL_EXCESS);
            IntVector finite = normal.blend(small.reinterpretAsInts(), subnormal);
            finite.blend(normal.add(EXPONENT_SHIFT), special).or(code.and(SIGN)).reinterpretAsFloats()
                    .intoMemorySegment(floats, (long) i * Float.BYTES, ORDER);
        }
    }
}
