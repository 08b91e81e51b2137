package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Puts the keys and values of a segment's rows into the key-value cache of their sequences. */
public final class KeyValueWrite {

    private KeyValueWrite() {}

    /**
     * {@code keys[layer, sequence of r, slot of r] = key of r}, and likewise the values; padding is left out.
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param keyValue key and value of each row, {@code [rowCount, 2 * keyValueSize]}
     * @param keys {@code [cachedLayers, sequences, cacheSlots, keyValueSize]}
     * @param values as {@code keys}
     * @param layer the layer that runs, {@code [1]}
     * @param keyValueSize width of a key, {@code numKeyValueHeads * headSize}
     * @param layerStride distance between two layers in the cache, or 0 if all layers use the same place in turn
     */
    public static void keyValueWrite(IntArray rows, FloatArray keyValue, FloatArray keys, FloatArray values,
            IntArray layer,
            int rowCount, int rowsPerSequence, int cacheSlots, int keyValueSize, int layerStride) {
        for (@Parallel int r = 0; r < rowCount; r++) {
            for (@Parallel int i = 0; i < keyValueSize; i++) {
                if (rows.get(r * RowTable.FIELDS + RowTable.VISIBLE) > 0) {
                    int slot = (r / rowsPerSequence) * cacheSlots + rows.get(r * RowTable.FIELDS + RowTable.SLOT);
                    int target = layer.get(0) * layerStride + slot * keyValueSize + i;
                    keys.set(target, keyValue.get(2 * r * keyValueSize + i));
                    values.set(target, keyValue.get((2 * r + 1) * keyValueSize + i));
                }
            }
        }
    }

    /** See {@link #keyValueWrite}. */
    public static Launch launch(IntArray rows, FloatArray keyValue, FloatArray keys, FloatArray values, IntArray layer,
            int rowCount, int rowsPerSequence, int cacheSlots, int keyValueSize, int layerStride) {
        return Launch
                .of("keyValueWrite", KeyValueWrite::keyValueWrite, rows, keyValue, keys, values, layer, rowCount,
                        rowsPerSequence, cacheSlots, keyValueSize, layerStride)
                .reads(rows, keyValue, keys, values, layer).writes(keys, values)
                .onJvm(VectorForms.keyValueWrite(rows, keyValue, keys, values, layer, rowCount, rowsPerSequence,
                        cacheSlots, keyValueSize, layerStride));
    }
}
