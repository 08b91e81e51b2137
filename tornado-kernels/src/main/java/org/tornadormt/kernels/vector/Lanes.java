package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vector width of this machine, and loads and stores in units of floats. */
final class Lanes {
    /** Property that forces a width in bits, so that tests can run the narrow forms on a wide machine. */
    private static final String FORCED_BITS = "tornadormt.vector.bits";

    static final VectorSpecies<Float> SPECIES = species();
    static final int COUNT = SPECIES.length();
    /** Whether there are 32 vector registers (AVX-512, ARM) and not 16 (AVX2 and older). */
    static final boolean MANY_REGISTERS = SPECIES.vectorShape() == VectorShape.S_512_BIT
            || System.getProperty("os.arch").equals("aarch64");

    private Lanes() {}

    private static VectorSpecies<Float> species() {
        Integer bits = Integer.getInteger(FORCED_BITS);
        return bits == null
                ? FloatVector.SPECIES_PREFERRED
                : VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
    }

    /** The width, the tile and why, in one line. */
    static String choice() {
        String width = Integer.getInteger(FORCED_BITS) == null ? "the widest of this CPU"
                : "forced by -D" + FORCED_BITS;
        return COUNT * Float.SIZE + "-bit vectors (" + width + "), tiles of " + Tile.ROWS + " x " + Tile.VECTORS
                + " vectors (" + (MANY_REGISTERS ? 32 : 16) + " vector registers)";
    }

    static FloatVector load(MemorySegment segment, long index) {
        return FloatVector.fromMemorySegment(SPECIES, segment, index * Float.BYTES, ByteOrder.nativeOrder());
    }

    static FloatVector load(MemorySegment segment, long index, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(SPECIES, segment, index * Float.BYTES, ByteOrder.nativeOrder(), mask);
    }

    static void store(FloatVector vector, MemorySegment segment, long index) {
        vector.intoMemorySegment(segment, index * Float.BYTES, ByteOrder.nativeOrder());
    }

    static void store(FloatVector vector, MemorySegment segment, long index, VectorMask<Float> mask) {
        vector.intoMemorySegment(segment, index * Float.BYTES, ByteOrder.nativeOrder(), mask);
    }

    /** Lanes {@code i} with {@code offset + i < limit}. */
    static VectorMask<Float> below(int offset, int limit) {
        return SPECIES.indexInRange(offset, limit);
    }

    /**
     * The sum of the {@link #COUNT} lanes, always in the same order; they are overwritten. {@code reduceLanes} leaves
     * the order open, and the JVM uses another one when it has compiled the code: the same text would then give other
     * bits in a process that has just started.
     */
    static float sum(float[] lanes) {
        for (int half = COUNT / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }
}
