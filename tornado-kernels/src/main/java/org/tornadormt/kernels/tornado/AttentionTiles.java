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

/**
 * Attention for GPUs: a group computes one head of sixteen rows of a sequence, block by block of 32 slots whose keys,
 * then values, its work-items bring to their shared memory, with a running maximum and sum (arXiv 2305.19370). What a
 * row does not see never touches its sums. All of it is one method: TornadoVM 5.2.0 takes wrong addresses for a shared
 * array that was handed to another one.
 */
final class AttentionTiles {
    private static final int ROWS = 16;
    private static final int SLOTS = 32;
    private static final int ITEMS = 128;
    /** Rows of which an item computes the scores of a slot, or the sums of a number of the head. */
    private static final int OWN = ROWS * SLOTS / ITEMS;
    private static final int LARGEST_HEAD = 128;
    /** One more than the largest head: items that read one column then use different banks of the shared memory. */
    private static final int PITCH = LARGEST_HEAD + 1;
    private static final float LOWEST = -3.4e38f;
    private static final int LOCAL_FLOATS = SLOTS * PITCH + 2 * ROWS * LARGEST_HEAD + ROWS * SLOTS;

    private AttentionTiles() {}

    static DeviceForm form(IntArray rows, FloatArray query, FloatArray keys, FloatArray values, FloatArray out,
            IntArray layer, int rowCount, int rowsPerSequence, int cacheSlots, int numHeads, int numKeyValueHeads,
            int headSize, int layerStride) {
        Launch kernel = Launch.of("attentionTiles", AttentionTiles::attentionTiles, new KernelContext(), rows, query,
                keys, values, out, layer, rowCount, rowsPerSequence, cacheSlots, numHeads, numKeyValueHeads, headSize,
                layerStride);
        int blocks = Math.ceilDiv(rowsPerSequence, ROWS);
        WorkGrid grid = WorkGrid.ofGroups(rowCount / rowsPerSequence * blocks, numHeads, ITEMS, 1);
        return new DeviceForm(Processor.GPU, kernel, grid).sharing(LOCAL_FLOATS * Float.BYTES)
                .onlyIf(headSize <= LARGEST_HEAD, "heads of " + headSize + " numbers are larger than " + LARGEST_HEAD);
    }

    /** See {@link org.tornadormt.kernels.Attention#attention}; {@code headSize} is 128 at most. */
    static void attentionTiles(KernelContext context, IntArray rows, FloatArray query, FloatArray keys,
            FloatArray values, FloatArray out, IntArray layer, int rowCount, int rowsPerSequence, int cacheSlots,
            int numHeads, int numKeyValueHeads, int headSize, int layerStride) {
        float[] queries = context.allocateFloatLocalArray(ROWS * LARGEST_HEAD);
        float[] block = context.allocateFloatLocalArray(SLOTS * PITCH);
        float[] weights = context.allocateFloatLocalArray(ROWS * SLOTS);
        float[] sums = context.allocateFloatLocalArray(ROWS * LARGEST_HEAD);
        // Maximum and sum of the row that this item helps with; a private array, since SPIR-V loses them in variables.
        float[] state = new float[2];
        state[0] = LOWEST;
        state[1] = 0f;
        int item = context.localIdx;
        int head = context.groupIdy;
        int blocks = (rowsPerSequence + ROWS - 1) / ROWS;
        int sequence = context.groupIdx / blocks;
        int firstRow = context.groupIdx * ROWS - sequence * (blocks * ROWS - rowsPerSequence);
        int lastRow = (sequence + 1) * rowsPerSequence - 1;
        int slotSize = numKeyValueHeads * headSize;
        int cache = layer.get(0) * layerStride + sequence * cacheSlots * slotSize
                + head / (numHeads / numKeyValueHeads) * headSize;
        float scale = 1f / TornadoMath.sqrt(headSize);
        int end = 0;
        for (int r = firstRow; r < firstRow + ROWS; r++) {
            end = TornadoMath.max(end, visible(rows, r, lastRow));
        }
        for (int i = item; i < ROWS * headSize; i += ITEMS) {
            int r = TornadoMath.min(firstRow + i / headSize, lastRow);
            queries[i] = query.get((r * numHeads + head) * headSize + i % headSize);
            sums[i] = 0f;
        }
        context.localBarrier();
        int t = item % SLOTS;
        int q = item / SLOTS * OWN;
        int row = item % ROWS;
        int rowVisible = visible(rows, firstRow + row, lastRow);
        for (int start = 0; start < end; start += SLOTS) {
            context.localBarrier();
            for (int i = item; i < SLOTS * headSize; i += ITEMS) {
                int slot = start + i / headSize;
                block[i / headSize * PITCH + i % headSize] = load(keys, cache + slot * slotSize + i % headSize,
                        slot < end);
            }
            context.localBarrier();
            float score0 = 0f;
            float score1 = 0f;
            float score2 = 0f;
            float score3 = 0f;
            for (int i = 0; i < headSize; i++) {
                float key = block[t * PITCH + i];
                score0 += queries[q * headSize + i] * key;
                score1 += queries[(q + 1) * headSize + i] * key;
                score2 += queries[(q + 2) * headSize + i] * key;
                score3 += queries[(q + 3) * headSize + i] * key;
            }
            weights[q * SLOTS + t] = score0 * scale;
            weights[(q + 1) * SLOTS + t] = score1 * scale;
            weights[(q + 2) * SLOTS + t] = score2 * scale;
            weights[(q + 3) * SLOTS + t] = score3 * scale;
            context.localBarrier();
            float maximum = state[0];
            for (int s = 0; s < SLOTS; s++) {
                float score = start + s < rowVisible ? weights[row * SLOTS + s] : LOWEST;
                maximum = TornadoMath.max(maximum, score);
            }
            float keep = TornadoMath.exp(state[0] - maximum);
            state[0] = maximum;
            context.localBarrier();
            for (int s = item / ROWS; s < SLOTS; s += ITEMS / ROWS) {
                float weight = TornadoMath.exp(weights[row * SLOTS + s] - maximum);
                weights[row * SLOTS + s] = start + s < rowVisible ? weight : 0f;
            }
            for (int i = item / ROWS; i < headSize; i += ITEMS / ROWS) {
                sums[row * headSize + i] = sums[row * headSize + i] * keep;
            }
            context.localBarrier();
            for (int i = item; i < SLOTS * headSize; i += ITEMS) {
                int slot = start + i / headSize;
                block[i / headSize * PITCH + i % headSize] = load(values, cache + slot * slotSize + i % headSize,
                        slot < end);
            }
            context.localBarrier();
            float sum = state[1] * keep;
            for (int s = 0; s < SLOTS; s++) {
                sum += weights[row * SLOTS + s];
            }
            state[1] = sum;
            for (int i = item / ROWS; i < headSize; i += ITEMS / ROWS) {
                float value = sums[row * headSize + i];
                for (int s = 0; s < SLOTS; s++) {
                    float product = weights[row * SLOTS + s] * block[s * PITCH + i];
                    value += start + s < rowVisible ? product : 0f;
                }
                sums[row * headSize + i] = value;
            }
            context.localBarrier();
        }
        float normaliser = rowVisible > 0 ? 1f / state[1] : 0f;
        for (int i = item / ROWS; i < headSize; i += ITEMS / ROWS) {
            set(out, ((firstRow + row) * numHeads + head) * headSize + i, sums[row * headSize + i] * normaliser,
                    firstRow + row <= lastRow);
        }
    }

    private static int visible(IntArray rows, int r, int lastRow) {
        return rows.get(TornadoMath.min(r, lastRow) * RowTable.FIELDS + RowTable.VISIBLE);
    }

    private static float load(FloatArray cached, int at, boolean inside) {
        float value = 0f;
        if (inside) {
            value = cached.get(at);
        }
        return value;
    }

    private static void set(FloatArray out, int at, float value, boolean inside) {
        if (inside) {
            out.set(at, value);
        }
    }
}
