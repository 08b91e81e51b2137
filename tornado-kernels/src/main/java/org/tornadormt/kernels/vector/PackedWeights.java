package org.tornadormt.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The weights of a linear map in the order in which a wide tile reads them: panels of {@link Tile#WIDTH} outputs,
 * {@code [inFeatures, WIDTH]} each, the last one filled up with zeros. A panel is packed when it is first used, by the
 * thread that uses it: so all threads share the packing, and layers that never run are never packed.
 */
final class PackedWeights {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final long ALIGNMENT = 64;
    /** Inputs of all outputs of a panel that are moved at a time; they stay in the first cache. */
    private static final int BLOCK = 16;

    private final MemorySegment weight;
    private final int inFeatures;
    private final int outFeatures;
    private final int panels;
    private final AtomicReferenceArray<MemorySegment> packed;

    /**
     * Nothing is packed yet.
     *
     * @param weight {@code [layers, outFeatures, inFeatures]}
     */
    PackedWeights(MemorySegment weight, int layers, int inFeatures, int outFeatures) {
        this.weight = weight;
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        panels = Math.ceilDiv(outFeatures, Tile.WIDTH);
        packed = new AtomicReferenceArray<>(Math.multiplyExact(layers, panels));
    }

    /** Panels of a layer. */
    int panels() {
        return panels;
    }

    /** Panel {@code panel} of layer {@code layer}. Two threads that come first at once both pack it, with one result. */
    MemorySegment panel(int layer, int panel) {
        int index = layer * panels + panel;
        MemorySegment values = packed.get(index);
        if (values == null) {
            values = pack(layer, panel);
            packed.set(index, values);
        }
        return values;
    }

    private MemorySegment pack(int layer, int panel) {
        MemorySegment values = Arena.ofAuto().allocate((long) Tile.WIDTH * inFeatures * Float.BYTES, ALIGNMENT);
        int firstOutput = panel * Tile.WIDTH;
        int outputs = Math.min(Tile.WIDTH, outFeatures - firstOutput);
        long source = ((long) layer * outFeatures + firstOutput) * inFeatures;
        for (int first = 0; first < inFeatures; first += BLOCK) {
            int last = Math.min(inFeatures, first + BLOCK);
            for (int j = 0; j < outputs; j++) {
                for (int k = first; k < last; k++) {
                    values.setAtIndex(FLOAT, (long) k * Tile.WIDTH + j,
                            weight.getAtIndex(FLOAT, source + (long) j * inFeatures + k));
                }
            }
        }
        return values;
    }
}
