package org.tornadormt.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tornadormt.kernels.gradient.LayerStash;
import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * What one segment leaves for the way back, of all layers. This is the activation memory of training: that of one
 * segment, however many a text has.
 */
final class BlockStash implements BlockPart.Keeper {
    private final int numLayers;
    private final IntArray layer;
    private final Map<BlockPart, FloatArray> kept = new EnumMap<>(BlockPart.class);

    BlockStash(int numLayers, IntArray layer) {
        this.numLayers = numLayers;
        this.layer = layer;
    }

    @Override
    public void keep(List<Launch> launches, BlockPart part, FloatArray values) {
        int layers = part == BlockPart.EMBEDDED ? 1 : numLayers;
        FloatArray stash = kept.computeIfAbsent(part, _ -> Zeros.floats(layers, values.getSize()));
        launches.add(LayerStash.save(values, stash, layer, values.getSize()));
    }

    /** All that was kept of a part, {@code [numLayers, size]}. */
    FloatArray kept(BlockPart part) {
        return kept.get(part);
    }

    /** Brings back what was kept of the layer that runs. */
    Launch load(BlockPart part, FloatArray values) {
        return LayerStash.load(kept.get(part), values, layer, values.getSize());
    }
}
