package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Gradients of {@link org.tornadormt.kernels.Attention}, which computes the weights of the softmax anew instead of
 * keeping them (arXiv 2307.08691, section 3.1.2): first with respect to the queries, which also leaves two numbers for
 * each row and head, then with respect to keys and values, for which each row looks at all rows that see it.
 *
 * <p>With weights {@code p[t]}, {@code d[t] = outGradient · v[t]} and {@code D = Σ_t p[t] d[t]}, the gradient of a
 * score is {@code p[t] (d[t] - D)}.
 */
public final class AttentionGradient {
    /** Numbers for each row and head: the logarithm of the sum of the exponentials of the scores, and {@code D}. */
    public static final int STATISTICS = 2;

    private AttentionGradient() {}

    /**
     * {@code queryGradient[r] = Σ_t p[t] (d[t] - D) k[t] / √headSize}; zero for rows that see nothing.
     *
     * @param rows {@link RowTable} of {@code rowCount} rows
     * @param query {@code [rowCount, numHeads * headSize]}
     * @param keys {@code [cachedLayers, sequences, cacheSlots, numKeyValueHeads * headSize]}
     * @param values as {@code keys}
     * @param outGradient {@code [rowCount, numHeads * headSize]}
     * @param queryGradient {@code [rowCount, numHeads * headSize]}
     * @param statistics {@code [rowCount, numHeads, STATISTICS]}
     * @param layer the layer that runs, {@code [1]}
     * @param layerStride distance between two layers in the cache, or 0 if all layers use the same place in turn
     */
    public static void attentionQueryGradient(IntArray rows, FloatArray query, FloatArray keys, FloatArray values,
            FloatArray outGradient, FloatArray queryGradient, FloatArray statistics, IntArray layer, int rowCount,
            int rowsPerSequence, int cacheSlots, int numHeads, int numKeyValueHeads, int headSize, int layerStride) {
        for (@Parallel int r = 0; r < rowCount; r++) {
            for (@Parallel int head = 0; head < numHeads; head++) {
                int own = (r * numHeads + head) * headSize;
                int slotSize = numKeyValueHeads * headSize;
                int cache = layer.get(0) * layerStride + (r / rowsPerSequence) * cacheSlots * slotSize
                        + head / (numHeads / numKeyValueHeads) * headSize;
                int visible = rows.get(r * RowTable.FIELDS + RowTable.VISIBLE);
                float scale = 1f / TornadoMath.sqrt(headSize);
                float maximum = -3.4e38f;
                float sum = 0f;
                float products = 0f;
                for (int t = 0; t < visible; t++) {
                    float score = 0f;
                    float product = 0f;
                    for (int i = 0; i < headSize; i++) {
                        score += query.get(own + i) * keys.get(cache + t * slotSize + i);
                        product += outGradient.get(own + i) * values.get(cache + t * slotSize + i);
                    }
                    score = score * scale;
                    float newMaximum = TornadoMath.max(maximum, score);
                    float keep = TornadoMath.exp(maximum - newMaximum);
                    float weight = TornadoMath.exp(score - newMaximum);
                    sum = sum * keep + weight;
                    products = products * keep + weight * product;
                    maximum = newMaximum;
                }
                float logSum = 0f;
                float meanProduct = 0f;
                if (visible > 0) {
                    logSum = maximum + TornadoMath.log(sum);
                    meanProduct = products / sum;
                }
                statistics.set((r * numHeads + head) * STATISTICS, logSum);
                statistics.set((r * numHeads + head) * STATISTICS + 1, meanProduct);
                for (int i = 0; i < headSize; i++) {
                    queryGradient.set(own + i, 0f);
                }
                for (int t = 0; t < visible; t++) {
                    float score = 0f;
                    float product = 0f;
                    for (int i = 0; i < headSize; i++) {
                        score += query.get(own + i) * keys.get(cache + t * slotSize + i);
                        product += outGradient.get(own + i) * values.get(cache + t * slotSize + i);
                    }
                    float weight = TornadoMath.exp(score * scale - logSum);
                    float scoreGradient = weight * (product - meanProduct) * scale;
                    for (int i = 0; i < headSize; i++) {
                        queryGradient.set(own + i,
                                queryGradient.get(own + i) + scoreGradient * keys.get(cache + t * slotSize + i));
                    }
                }
            }
        }
    }

    /**
     * Gradients of the key and the value of each row: with {@code r} for every row of its sequence that sees it,
     * {@code Σ_r p (d - D) q[r] / √headSize} and {@code Σ_r p outGradient[r]}; zero for padding.
     *
     * <p>Rows that ask and rows that are asked have a table each, because the rows of the last layer that are read are
     * fewer than those that they see.
     *
     * @param keyRows {@link RowTable} of the {@code keyRowCount} rows whose keys and values these are
     * @param queryRows {@link RowTable} of the rows that see them, {@code queryRowsPerSequence} of each sequence
     * @param query {@code [queryRows, numHeads * headSize]}
     * @param keyValue key and value of each row, {@code [keyRowCount, 2 * numKeyValueHeads * headSize]}
     * @param outGradient {@code [queryRows, numHeads * headSize]}
     * @param statistics what {@link #attentionQueryGradient} wrote, {@code [queryRows, numHeads, STATISTICS]}
     * @param keyValueGradient as {@code keyValue}
     */
    public static void attentionKeyValueGradient(IntArray keyRows, IntArray queryRows, FloatArray query,
            FloatArray keyValue, FloatArray outGradient, FloatArray statistics, FloatArray keyValueGradient,
            int keyRowCount, int keyRowsPerSequence, int queryRowsPerSequence, int numHeads, int numKeyValueHeads,
            int headSize) {
        for (@Parallel int c = 0; c < keyRowCount; c++) {
            for (@Parallel int keyHead = 0; keyHead < numKeyValueHeads; keyHead++) {
                int key = (2 * c * numKeyValueHeads + keyHead) * headSize;
                int value = key + numKeyValueHeads * headSize;
                int slot = keyRows.get(c * RowTable.FIELDS + RowTable.SLOT);
                int group = numHeads / numKeyValueHeads;
                int firstRow = (c / keyRowsPerSequence) * queryRowsPerSequence;
                // Padding is seen by nobody.
                int endRow = firstRow;
                if (keyRows.get(c * RowTable.FIELDS + RowTable.VISIBLE) > 0) {
                    endRow = firstRow + queryRowsPerSequence;
                }
                float scale = 1f / TornadoMath.sqrt(headSize);
                for (int i = 0; i < headSize; i++) {
                    keyValueGradient.set(key + i, 0f);
                    keyValueGradient.set(value + i, 0f);
                }
                for (int r = firstRow; r < endRow; r++) {
                    if (queryRows.get(r * RowTable.FIELDS + RowTable.VISIBLE) > slot) {
                        for (int head = keyHead * group; head < (keyHead + 1) * group; head++) {
                            int asking = (r * numHeads + head) * headSize;
                            float score = 0f;
                            float product = 0f;
                            for (int i = 0; i < headSize; i++) {
                                score += query.get(asking + i) * keyValue.get(key + i);
                                product += outGradient.get(asking + i) * keyValue.get(value + i);
                            }
                            int statistic = (r * numHeads + head) * STATISTICS;
                            float weight = TornadoMath.exp(score * scale - statistics.get(statistic));
                            float scoreGradient = weight * (product - statistics.get(statistic + 1)) * scale;
                            for (int i = 0; i < headSize; i++) {
                                keyValueGradient.set(key + i,
                                        keyValueGradient.get(key + i) + scoreGradient * query.get(asking + i));
                                keyValueGradient.set(value + i,
                                        keyValueGradient.get(value + i) + weight * outGradient.get(asking + i));
                            }
                        }
                    }
                }
            }
        }
    }

    /** See {@link #attentionQueryGradient}. */
    public static Launch query(IntArray rows, FloatArray query, FloatArray keys, FloatArray values,
            FloatArray outGradient, FloatArray queryGradient, FloatArray statistics, IntArray layer, int rowCount,
            int rowsPerSequence, int cacheSlots, int numHeads, int numKeyValueHeads, int headSize, int layerStride) {
        return Launch
                .of("attentionQueryGradient", AttentionGradient::attentionQueryGradient, rows, query, keys, values,
                        outGradient, queryGradient, statistics, layer, rowCount, rowsPerSequence, cacheSlots, numHeads,
                        numKeyValueHeads, headSize, layerStride)
                .reads(rows, query, keys, values, outGradient, layer).writes(queryGradient, statistics)
                .onJvm(GradientForms.attentionQuery(rows, query, keys, values, outGradient, queryGradient, statistics,
                        layer, rowCount, rowsPerSequence, cacheSlots, numHeads, numKeyValueHeads, headSize,
                        layerStride));
    }

    /** See {@link #attentionKeyValueGradient}. */
    public static Launch keyValue(IntArray keyRows, IntArray queryRows, FloatArray query, FloatArray keyValue,
            FloatArray outGradient, FloatArray statistics, FloatArray keyValueGradient, int keyRowCount,
            int keyRowsPerSequence, int queryRowsPerSequence, int numHeads, int numKeyValueHeads, int headSize) {
        return Launch
                .of("attentionKeyValueGradient", AttentionGradient::attentionKeyValueGradient, keyRows, queryRows,
                        query, keyValue, outGradient, statistics, keyValueGradient, keyRowCount, keyRowsPerSequence,
                        queryRowsPerSequence, numHeads, numKeyValueHeads, headSize)
                .reads(keyRows, queryRows, query, keyValue, outGradient, statistics).writes(keyValueGradient)
                .onJvm(GradientForms.attentionKeyValue(keyRows, queryRows, query, keyValue, outGradient, statistics,
                        keyValueGradient, keyRowCount, keyRowsPerSequence, queryRowsPerSequence, numHeads,
                        numKeyValueHeads, headSize));
    }
}
