package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The number of the layer that runs, kept on the device: one recorded layer serves every depth. */
public final class LayerCursor {

    private LayerCursor() {}

    /** {@code layer = 0}; {@code layer} is {@code [size]}, size 1. */
    public static void rewindLayer(IntArray layer, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            layer.set(i, 0);
        }
    }

    /** {@code layer += 1}; {@code layer} is {@code [size]}, size 1. */
    public static void advanceLayer(IntArray layer, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            layer.set(i, layer.get(i) + 1);
        }
    }

    /** {@code layer -= 1}; {@code layer} is {@code [size]}, size 1. */
    public static void retreatLayer(IntArray layer, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            layer.set(i, layer.get(i) - 1);
        }
    }

    /** Back to the first layer. */
    public static Launch rewind(IntArray layer) {
        return Launch.of("rewindLayer", LayerCursor::rewindLayer, layer, 1).writes(layer);
    }

    /** On to the next layer. */
    public static Launch advance(IntArray layer) {
        return Launch.of("advanceLayer", LayerCursor::advanceLayer, layer, 1).reads(layer).writes(layer);
    }

    /** Back to the layer before, as gradients go. */
    public static Launch retreat(IntArray layer) {
        return Launch.of("retreatLayer", LayerCursor::retreatLayer, layer, 1).reads(layer).writes(layer);
    }
}
