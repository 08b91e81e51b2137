package org.tornadormt.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The weights of one layer of a linear map in the order in which a register tile reads them: panels of as many outputs
 * as a tile is wide, {@code [panels, inFeatures, PANEL]}, the last one filled up with zeros.
 */
final class PackedWeights {
    /** Outputs of a panel. */
    static final int PANEL = Lanes.TILE_VECTORS * Lanes.COUNT;

    private static final long ALIGNMENT = 64;

    final MemorySegment values;
    final int panels;

    /**
     * Packs layer {@code layer}.
     *
     * @param weight {@code [layers, outFeatures, inFeatures]}
     */
    PackedWeights(FloatArray weight, int layer, int inFeatures, int outFeatures) {
        panels = Math.ceilDiv(outFeatures, PANEL);
        values = Arena.ofAuto().allocate((long) panels * PANEL * inFeatures * Float.BYTES, ALIGNMENT);
        for (int j = 0; j < outFeatures; j++) {
            int source = (layer * outFeatures + j) * inFeatures;
            long target = (long) (j / PANEL) * PANEL * inFeatures + j % PANEL;
            for (int k = 0; k < inFeatures; k++) {
                values.setAtIndex(ValueLayout.JAVA_FLOAT, target + (long) k * PANEL, weight.get(source + k));
            }
        }
    }
}
