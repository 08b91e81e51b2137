package org.tornadormt.model;

import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * What stays on the device from one pass to the next.
 *
 * @param numMemTokens memory vectors of a sequence
 * @param memory {@code [sequences, numMemTokens, embeddingSize]}; one unused vector if there is no memory
 * @param keys {@code [cachedLayers, sequences, cacheSlots, numKeyValueHeads * headSize]}
 * @param values as {@code keys}
 * @param cacheSlots rows of one sequence in the cache
 * @param layerStride distance of two layers in the cache; 0 if each layer overwrites the last one's keys and values
 * @param rotation cosines and sines of each position, {@code [cacheSlots, 2 * pairs]}, if positions are rotary
 * @param layer number of the layer that runs, {@code [1]}
 * @param onlyLayer the number 0, of parameters that exist once, {@code [1]}
 */
record Recurrence(int numMemTokens, FloatArray memory, FloatArray keys, FloatArray values, int cacheSlots,
        int layerStride, Optional<FloatArray> rotation, IntArray layer, IntArray onlyLayer) {

    /**
     * Allocates it.
     *
     * @param keepAllLayers whether later passes read the keys and values of all layers (generation), or each pass only
     *            its own
     */
    static Recurrence allocate(TransformerConfig config, int numMemTokens, int sequences, int cacheSlots,
            boolean keepAllLayers) {
        int size = config.attention().keyValueSize();
        int cachedLayers = keepAllLayers ? config.numLayers() : 1;
        int cachedRows = Math.multiplyExact(sequences, cacheSlots);
        int stride = keepAllLayers ? Math.multiplyExact(cachedRows, size) : 0;
        int rows = Math.multiplyExact(cachedLayers, cachedRows);
        FloatArray memory = Zeros.floats(Math.max(1, sequences * numMemTokens), config.embeddingSize());
        // A row's position is its slot: no segment has more of them.
        Optional<FloatArray> rotation = config.positions().rotary().map(rotary -> rotary.table(cacheSlots));
        return new Recurrence(numMemTokens, memory, Zeros.floats(rows, size), Zeros.floats(rows, size), cacheSlots,
                stride, rotation, Zeros.ints(1), Zeros.ints(1));
    }
}
