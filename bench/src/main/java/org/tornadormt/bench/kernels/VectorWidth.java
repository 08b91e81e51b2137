package org.tornadormt.bench.kernels;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/** Widths of vectors that can be measured here. */
final class VectorWidth {
    /** Property of the kernels that forces a width in bits. */
    static final String PROPERTY = "tornadormt.vector.bits";
    /** What they can use. */
    static final List<Integer> ALL = List.of(512, 256, 128);

    private VectorWidth() {}

    /** The widest of this machine, in bits. */
    static int widest() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    /**
     * Flags of a JVM whose kernels use vectors of that many bits. On x86 one with fewer than 512 bits also gets the 16
     * registers of AVX2, with which a tile has to do on a CPU that has no more.
     */
    static List<String> flags(int bits) {
        List<String> flags = new ArrayList<>(List.of("-D" + PROPERTY + "=" + bits));
        if (bits < 512 && System.getProperty("os.arch").equals("amd64")) {
            flags.add("-XX:UseAVX=2");
        }
        return flags;
    }
}
