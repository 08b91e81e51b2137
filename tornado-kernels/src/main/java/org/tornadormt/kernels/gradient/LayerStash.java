package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Keeps what goes into each layer of a segment, from which the way back computes the layer anew (arXiv 1604.06174), in
 * one array: the layer that runs is data.
 */
public final class LayerStash {

    private LayerStash() {}

    /**
     * {@code stash[layer] = x}; nothing if the layer is negative.
     *
     * @param x {@code [size]}
     * @param stash {@code [layers, size]}
     * @param layer the layer that runs, {@code [1]}
     */
    public static void saveLayer(FloatArray x, FloatArray stash, IntArray layer, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            // Without a condition TornadoVM takes all of the stash for overwritten, and loses the other layers.
            if (layer.get(0) >= 0) {
                stash.set(layer.get(0) * size + i, x.get(i));
            }
        }
    }

    /** {@code x = stash[layer]}; shapes as in {@link #saveLayer}. */
    public static void loadLayer(FloatArray stash, FloatArray x, IntArray layer, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            x.set(i, stash.get(layer.get(0) * size + i));
        }
    }

    /** See {@link #saveLayer}. */
    public static Launch save(FloatArray x, FloatArray stash, IntArray layer, int size) {
        return Launch.of("saveLayer", LayerStash::saveLayer, x, stash, layer, size).reads(x, stash, layer)
                .writes(stash).onJvm(GradientForms.saveLayer(x, stash, layer, size));
    }

    /** See {@link #loadLayer}. */
    public static Launch load(FloatArray stash, FloatArray x, IntArray layer, int size) {
        return Launch.of("loadLayer", LayerStash::loadLayer, stash, x, layer, size).reads(stash, layer).writes(x)
                .onJvm(GradientForms.loadLayer(stash, x, layer, size));
    }
}
