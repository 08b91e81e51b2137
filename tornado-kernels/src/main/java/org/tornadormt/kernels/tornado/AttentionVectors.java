package org.tornadormt.kernels.tornado;

import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.DeviceForm;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Processor;
import org.tornadormt.kernels.program.WorkGrid;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat8;
import uk.ac.manchester.tornado.api.types.vectors.Float8;

/**
 * Attention for CPUs: a work-item computes one head of four rows of a sequence, block by block of slots with a running
 * maximum and sum (arXiv 2305.19370), with vectors along the head. Slots that not all four rows see come last, row by
 * row, so that no row ever touches what it does not see.
 */
final class AttentionVectors {
    private static final int ROWS = 4;
    private static final int SLOTS = 32;
    /** Work-items of a group: they share a head's keys and values. */
    private static final int GROUP = 4;
    private static final float LOWEST = -3.4e38f;

    private AttentionVectors() {}

    static DeviceForm form(IntArray rows, FloatArray query, FloatArray keys, FloatArray values, FloatArray out,
            IntArray layer, int rowCount, int rowsPerSequence, int cacheSlots, int numHeads, int numKeyValueHeads,
            int headSize, int layerStride) {
        Launch kernel = Launch.of("attentionVectors", AttentionVectors::attentionVectors, new KernelContext(), rows,
                query, keys, values, out, layer, rowCount, rowsPerSequence, cacheSlots, numHeads, numKeyValueHeads,
                headSize, layerStride);
        int blocks = Math.ceilDiv(rowsPerSequence, ROWS);
        WorkGrid grid = WorkGrid.covering(rowCount / rowsPerSequence * blocks, numHeads, GROUP, 1);
        return new DeviceForm(Processor.CPU, kernel, grid).onlyIf(headSize % Float8Sum.LANES == 0,
                "heads of " + headSize + " numbers are no multiple of " + Float8Sum.LANES);
    }

    /** See {@link org.tornadormt.kernels.Attention#attention}; {@code headSize} is a multiple of 8. */
    static void attentionVectors(KernelContext context, IntArray rows, FloatArray query, FloatArray keys,
            FloatArray values, FloatArray out, IntArray layer, int rowCount, int rowsPerSequence, int cacheSlots,
            int numHeads, int numKeyValueHeads, int headSize, int layerStride) {
        int blocks = (rowsPerSequence + ROWS - 1) / ROWS;
        int unit = context.globalIdx;
        if (unit < rowCount / rowsPerSequence * blocks) {
            int head = context.globalIdy;
            int sequence = unit / blocks;
            int vectors = headSize / Float8Sum.LANES;
            int keyValueVectors = numKeyValueHeads * vectors;
            int cache = layer.get(0) * (layerStride / Float8Sum.LANES) + sequence * cacheSlots * keyValueVectors
                    + head / (numHeads / numKeyValueHeads) * vectors;
            int end = (sequence + 1) * rowsPerSequence;
            int first = sequence * rowsPerSequence + (unit - sequence * blocks) * ROWS;
            int common = cacheSlots;
            for (int q = 0; q < ROWS; q++) {
                int r = TornadoMath.min(first + q, end - 1);
                common = TornadoMath.min(common, rows.get(r * RowTable.FIELDS + RowTable.VISIBLE));
            }
            float scale = 1f / TornadoMath.sqrt(headSize);
            int own0 = (first * numHeads + head) * vectors;
            int own1 = (TornadoMath.min(first + 1, end - 1) * numHeads + head) * vectors;
            int own2 = (TornadoMath.min(first + 2, end - 1) * numHeads + head) * vectors;
            int own3 = (TornadoMath.min(first + 3, end - 1) * numHeads + head) * vectors;
            VectorFloat8 queries = new VectorFloat8(query);
            VectorFloat8 cachedKeys = new VectorFloat8(keys);
            VectorFloat8 cachedValues = new VectorFloat8(values);
            VectorFloat8 sums = new VectorFloat8(out);
            float[] state = new float[2 * ROWS];
            float[] weights = new float[ROWS * SLOTS];
            float[] keep = new float[ROWS];
            for (int q = 0; q < ROWS; q++) {
                state[q] = LOWEST;
                state[ROWS + q] = 0f;
            }
            for (int i = 0; i < vectors; i++) {
                sums.set(own0 + i, Float8Sum.all(0f));
                sums.set(own1 + i, Float8Sum.all(0f));
                sums.set(own2 + i, Float8Sum.all(0f));
                sums.set(own3 + i, Float8Sum.all(0f));
            }
            for (int block = 0; block < common; block += SLOTS) {
                int count = TornadoMath.min(SLOTS, common - block);
                for (int t = 0; t < count; t += 2) {
                    int k0 = cache + (block + t) * keyValueVectors;
                    int k1 = cache + TornadoMath.min(block + t + 1, common - 1) * keyValueVectors;
                    scores(queries, cachedKeys, weights, t, own0, own1, own2, own3, k0, k1, vectors, scale);
                }
                for (int q = 0; q < ROWS; q++) {
                    exponentials(weights, state, keep, q, count);
                }
                accumulate(cachedValues, sums, weights, keep, own0, own1, own2, own3,
                        cache + block * keyValueVectors, keyValueVectors, vectors, count);
            }
            int last = TornadoMath.min(first + ROWS, end);
            for (int r = first; r < last; r++) {
                rest(queries, cachedKeys, cachedValues, sums, state, r - first, (r * numHeads + head) * vectors,
                        common, rows.get(r * RowTable.FIELDS + RowTable.VISIBLE), cache, keyValueVectors, vectors,
                        scale);
            }
        }
    }

    /** Scores of four rows and two slots, of which the second may be the first once more. */
    private static void scores(VectorFloat8 query, VectorFloat8 keys, float[] weights, int t, int own0, int own1,
            int own2, int own3, int k0, int k1, int vectors, float scale) {
        Float8 sum00 = Float8Sum.all(0f);
        Float8 sum01 = Float8Sum.all(0f);
        Float8 sum10 = Float8Sum.all(0f);
        Float8 sum11 = Float8Sum.all(0f);
        Float8 sum20 = Float8Sum.all(0f);
        Float8 sum21 = Float8Sum.all(0f);
        Float8 sum30 = Float8Sum.all(0f);
        Float8 sum31 = Float8Sum.all(0f);
        for (int i = 0; i < vectors; i++) {
            Float8 key0 = keys.get(k0 + i);
            Float8 key1 = keys.get(k1 + i);
            Float8 q0 = query.get(own0 + i);
            Float8 q1 = query.get(own1 + i);
            Float8 q2 = query.get(own2 + i);
            Float8 q3 = query.get(own3 + i);
            sum00 = Float8Sum.addProduct(sum00, q0, key0);
            sum01 = Float8Sum.addProduct(sum01, q0, key1);
            sum10 = Float8Sum.addProduct(sum10, q1, key0);
            sum11 = Float8Sum.addProduct(sum11, q1, key1);
            sum20 = Float8Sum.addProduct(sum20, q2, key0);
            sum21 = Float8Sum.addProduct(sum21, q2, key1);
            sum30 = Float8Sum.addProduct(sum30, q3, key0);
            sum31 = Float8Sum.addProduct(sum31, q3, key1);
        }
        weights[t] = Float8Sum.across(sum00) * scale;
        weights[t + 1] = Float8Sum.across(sum01) * scale;
        weights[SLOTS + t] = Float8Sum.across(sum10) * scale;
        weights[SLOTS + t + 1] = Float8Sum.across(sum11) * scale;
        weights[2 * SLOTS + t] = Float8Sum.across(sum20) * scale;
        weights[2 * SLOTS + t + 1] = Float8Sum.across(sum21) * scale;
        weights[3 * SLOTS + t] = Float8Sum.across(sum30) * scale;
        weights[3 * SLOTS + t + 1] = Float8Sum.across(sum31) * scale;
    }

    /** Turns a block's scores of row {@code q} into weights, and says what earlier sums must be multiplied with. */
    private static void exponentials(float[] weights, float[] state, float[] keep, int q, int count) {
        float before = state[q];
        float maximum = before;
        for (int t = 0; t < count; t++) {
            maximum = TornadoMath.max(maximum, weights[q * SLOTS + t]);
        }
        for (int t = count; t < SLOTS; t++) {
            weights[q * SLOTS + t] = LOWEST / 2;
        }
        Float8 sum = Float8Sum.all(0f);
        for (int t = 0; t < SLOTS; t += Float8Sum.LANES) {
            int at = q * SLOTS + t;
            Float8 weight = Float8Exponential.ofNegative(new Float8(weights[at] - maximum, weights[at + 1] - maximum,
                    weights[at + 2] - maximum, weights[at + 3] - maximum, weights[at + 4] - maximum,
                    weights[at + 5] - maximum, weights[at + 6] - maximum, weights[at + 7] - maximum));
            weights[at] = weight.getS0();
            weights[at + 1] = weight.getS1();
            weights[at + 2] = weight.getS2();
            weights[at + 3] = weight.getS3();
            weights[at + 4] = weight.getS4();
            weights[at + 5] = weight.getS5();
            weights[at + 6] = weight.getS6();
            weights[at + 7] = weight.getS7();
            sum = Float8.add(sum, weight);
        }
        float factor = TornadoMath.exp(before - maximum);
        state[q] = maximum;
        state[ROWS + q] = state[ROWS + q] * factor + Float8Sum.across(sum);
        keep[q] = factor;
    }

    /** Adds a block's weighted values to the sums of four rows, which were made with other maxima. */
    private static void accumulate(VectorFloat8 values, VectorFloat8 sums, float[] weights, float[] keep, int own0,
            int own1, int own2, int own3, int v, int slotVectors, int vectors, int count) {
        for (int i = 0; i < vectors; i++) {
            Float8 sum0 = Float8.mult(sums.get(own0 + i), Float8Sum.all(keep[0]));
            Float8 sum1 = Float8.mult(sums.get(own1 + i), Float8Sum.all(keep[1]));
            Float8 sum2 = Float8.mult(sums.get(own2 + i), Float8Sum.all(keep[2]));
            Float8 sum3 = Float8.mult(sums.get(own3 + i), Float8Sum.all(keep[3]));
            for (int t = 0; t < count; t++) {
                Float8 value = values.get(v + t * slotVectors + i);
                sum0 = Float8Sum.addProduct(sum0, value, Float8Sum.all(weights[t]));
                sum1 = Float8Sum.addProduct(sum1, value, Float8Sum.all(weights[SLOTS + t]));
                sum2 = Float8Sum.addProduct(sum2, value, Float8Sum.all(weights[2 * SLOTS + t]));
                sum3 = Float8Sum.addProduct(sum3, value, Float8Sum.all(weights[3 * SLOTS + t]));
            }
            // Rows beyond the last are the last once more: what is written twice is the same.
            sums.set(own0 + i, sum0);
            sums.set(own1 + i, sum1);
            sums.set(own2 + i, sum2);
            sums.set(own3 + i, sum3);
        }
    }

    /** What row {@code q} sees beyond what all four rows see, slot by slot, and the division by the sum. */
    private static void rest(VectorFloat8 query, VectorFloat8 keys, VectorFloat8 values, VectorFloat8 sums,
            float[] state, int q, int own, int common, int visible, int cache, int slotVectors, int vectors,
            float scale) {
        float maximum = state[q];
        float sum = state[ROWS + q];
        for (int t = common; t < visible; t++) {
            int slot = cache + t * slotVectors;
            Float8 products = Float8Sum.all(0f);
            for (int i = 0; i < vectors; i++) {
                products = Float8Sum.addProduct(products, query.get(own + i), keys.get(slot + i));
            }
            float score = Float8Sum.across(products) * scale;
            float newMaximum = TornadoMath.max(maximum, score);
            float keep = TornadoMath.exp(maximum - newMaximum);
            float weight = TornadoMath.exp(score - newMaximum);
            sum = sum * keep + weight;
            maximum = newMaximum;
            for (int i = 0; i < vectors; i++) {
                sums.set(own + i, Float8Sum.addProduct(Float8.mult(sums.get(own + i), Float8Sum.all(keep)),
                        values.get(slot + i), Float8Sum.all(weight)));
            }
        }
        float normaliser = visible > 0 ? 1f / sum : 0f;
        for (int i = 0; i < vectors; i++) {
            sums.set(own + i, Float8.mult(sums.get(own + i), Float8Sum.all(normaliser)));
        }
    }
}
