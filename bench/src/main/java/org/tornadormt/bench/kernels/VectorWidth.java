package org.tornadormt.bench.kernels;

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
}
