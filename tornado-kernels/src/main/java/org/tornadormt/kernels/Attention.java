package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.tornado.DeviceForms;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Scaled dot-product attention over the key-value cache (arXiv 1706.03762, equation 1), with a running maximum and sum
 * instead of a matrix of scores (arXiv 2305.19370), so that it needs no memory but its output.
 */
public final class Attention {

    private Attention() {}

    /**
     * For each row {@code r} and head: {@code out[r] = Σ_t softmax_t(q · k_t / √headSize) v_t} over the first
     * {@code visible} slots of the row's sequence. Rows that see nothing (padding) become zero. Heads that follow each
     * other may share keys and values (grouped-query attention, arXiv 2305.13245).
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param query {@code [rowCount, numHeads * headSize]}
     * @param keys {@code [cachedLayers, sequences, cacheSlots, numKeyValueHeads * headSize]}
     * @param values as {@code keys}
     * @param out {@code [rowCount, numHeads * headSize]}
     * @param layer the layer that runs, {@code [1]}
     * @param numKeyValueHeads heads of keys and values; divides {@code numHeads}
     * @param layerStride distance between two layers in the cache, or 0 if all layers use the same place in turn
     */
    public static void attention(IntArray rows, FloatArray query, FloatArray keys, FloatArray values, FloatArray out,
            IntArray layer, int rowCount, int rowsPerSequence, int cacheSlots, int numHeads,
            int numKeyValueHeads, int headSize, int layerStride) {
        for (@Parallel int r = 0; r < rowCount; r++) {
            for (@Parallel int head = 0; head < numHeads; head++) {
                int own = r * numHeads * headSize + head * headSize;
                int keyValueSize = numKeyValueHeads * headSize;
                int cache = layer.get(0) * layerStride + (r / rowsPerSequence) * cacheSlots * keyValueSize
                        + head / (numHeads / numKeyValueHeads) * headSize;
                int visible = rows.get(r * RowTable.FIELDS + RowTable.VISIBLE);
                float scale = 1f / TornadoMath.sqrt(headSize);
                float maximum = -3.4e38f;
                float sum = 0f;
                for (int i = 0; i < headSize; i++) {
                    out.set(own + i, 0f);
                }
                for (int t = 0; t < visible; t++) {
                    float score = 0f;
                    for (int i = 0; i < headSize; i++) {
                        score += query.get(own + i) * keys.get(cache + t * keyValueSize + i);
                    }
                    score = score * scale;
                    float newMaximum = TornadoMath.max(maximum, score);
                    float keep = TornadoMath.exp(maximum - newMaximum);
                    float weight = TornadoMath.exp(score - newMaximum);
                    sum = sum * keep + weight;
                    maximum = newMaximum;
                    for (int i = 0; i < headSize; i++) {
                        out.set(own + i,
                                out.get(own + i) * keep + weight * values.get(cache + t * keyValueSize + i));
                    }
                }
                float normaliser = 0f;
                if (visible > 0) {
                    normaliser = 1f / sum;
                }
                for (int i = 0; i < headSize; i++) {
                    out.set(own + i, out.get(own + i) * normaliser);
                }
            }
        }
    }

    /** See {@link #attention}; each head has keys and values of its own. */
    public static Launch launch(IntArray rows, FloatArray query, FloatArray keys, FloatArray values, FloatArray out,
            IntArray layer, int rowCount, int rowsPerSequence, int cacheSlots, int numHeads, int headSize,
            int layerStride) {
        return launch(rows, query, keys, values, out, layer, rowCount, rowsPerSequence, cacheSlots, numHeads, numHeads,
                headSize, layerStride);
    }

    /** See {@link #attention}. */
    public static Launch launch(IntArray rows, FloatArray query, FloatArray keys, FloatArray values, FloatArray out,
            IntArray layer, int rowCount, int rowsPerSequence, int cacheSlots, int numHeads,
            int numKeyValueHeads, int headSize, int layerStride) {
        return Launch
                .of("attention", Attention::attention, rows, query, keys, values, out, layer, rowCount, rowsPerSequence,
                        cacheSlots, numHeads, numKeyValueHeads, headSize, layerStride)
                .reads(rows, query, keys, values, layer).writes(out)
                .onJvm(VectorForms.attention(rows, query, keys, values, out, layer, rowCount, rowsPerSequence,
                        cacheSlots, numHeads, numKeyValueHeads, headSize, layerStride))
                .onDevice(DeviceForms.attention(rows, query, keys, values, out, layer, rowCount, rowsPerSequence,
                        cacheSlots, numHeads, numKeyValueHeads, headSize, layerStride));
    }
}
