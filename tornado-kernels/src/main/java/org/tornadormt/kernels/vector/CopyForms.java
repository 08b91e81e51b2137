package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.StoredNumbers;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Forms of operations that move whole rows. */
final class CopyForms {
    /** Rows that a thread takes at least. */
    private static final int GRAIN = 16;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private CopyForms() {}

    /** See {@link org.tornadormt.kernels.RowLookup}. */
    static RowForm rowLookup(IntArray rows, StoredNumbers table, FloatArray out, int rowCount, int hiddenSize,
            int firstNumber, int width) {
        MemorySegment from = table.segment();
        MemorySegment to = out.getSegment();
        boolean asTheyAre = width == 1 && table.format() == NumberFormat.FLOAT32;
        return new RowForm(rowCount, GRAIN, (first, last) -> {
            for (int r = first; r < last; r++) {
                int source = rows.get(r * RowTable.FIELDS + RowTable.SOURCE);
                if (source >= 0 && !asTheyAre) {
                    gather(table, firstNumber, source, width, to, r, hiddenSize);
                } else {
                    copyOrClear(from, source, to, r, hiddenSize);
                }
            }
        });
    }

    /** See {@link org.tornadormt.kernels.MemoryRead}. */
    static RowForm memoryRead(IntArray rows, FloatArray memory, FloatArray out, int rowCount, int rowsPerSequence,
            int numMemTokens, int hiddenSize) {
        MemorySegment from = memory.getSegment();
        MemorySegment to = out.getSegment();
        return new RowForm(rowCount, GRAIN, (first, last) -> {
            for (int r = first; r < last; r++) {
                int source = rows.get(r * RowTable.FIELDS + RowTable.SOURCE);
                if (source < 0 && source != RowTable.PADDING) {
                    copy(from, (r / rowsPerSequence) * numMemTokens - 1 - source, to, r, hiddenSize);
                }
            }
        });
    }

    /** See {@link org.tornadormt.kernels.PositionEmbedding}. */
    static RowForm positionEmbedding(IntArray rows, FloatArray table, FloatArray x, int rowCount, int hiddenSize) {
        MemorySegment from = table.getSegment();
        MemorySegment to = x.getSegment();
        return new RowForm(rowCount, GRAIN, (first, last) -> {
            for (int r = first; r < last; r++) {
                if (rows.get(r * RowTable.FIELDS + RowTable.VISIBLE) > 0) {
                    int position = rows.get(r * RowTable.FIELDS + RowTable.POSITION);
                    add(from, (long) position * hiddenSize, to, (long) r * hiddenSize, hiddenSize);
                }
            }
        });
    }

    /** See {@link org.tornadormt.kernels.KeyValueWrite}. */
    static RowForm keyValueWrite(IntArray rows, FloatArray keyValue, FloatArray keys, FloatArray values, IntArray layer,
            int rowCount, int rowsPerSequence, int cacheSlots, int keyValueSize, int layerStride) {
        MemorySegment from = keyValue.getSegment();
        MemorySegment keysTo = keys.getSegment();
        MemorySegment valuesTo = values.getSegment();
        return new RowForm(rowCount, GRAIN, (first, last) -> {
            int layerRow = layer.get(0) * (layerStride / keyValueSize);
            for (int r = first; r < last; r++) {
                if (rows.get(r * RowTable.FIELDS + RowTable.VISIBLE) > 0) {
                    int slot = layerRow + r / rowsPerSequence * cacheSlots
                            + rows.get(r * RowTable.FIELDS + RowTable.SLOT);
                    copy(from, 2 * r, keysTo, slot, keyValueSize);
                    copy(from, 2 * r + 1, valuesTo, slot, keyValueSize);
                }
            }
        });
    }

    private static void copyOrClear(MemorySegment from, int source, MemorySegment to, int target, int size) {
        if (source >= 0) {
            copy(from, source, to, target, size);
        } else {
            clear(to, (long) target * size, size);
        }
    }

    /** Copies a row out of a panel of {@code width} rows; the first panel begins at number {@code first}. */
    private static void gather(StoredNumbers from, int first, int source, int width, MemorySegment to, int target,
            int size) {
        int start = first + source / width * size * width + source % width;
        for (int i = 0; i < size; i++) {
            to.setAtIndex(FLOAT, (long) target * size + i, from.get(start + i * width));
        }
    }

    private static void copy(MemorySegment from, int source, MemorySegment to, int target, int size) {
        long bytes = (long) size * Float.BYTES;
        MemorySegment.copy(from, source * bytes, to, target * bytes, bytes);
    }

    private static void clear(MemorySegment to, long start, int size) {
        for (int i = 0; i < size; i += Lanes.COUNT) {
            FloatVector zero = FloatVector.zero(Lanes.SPECIES);
            if (i <= size - Lanes.COUNT) {
                Lanes.store(zero, to, start + i);
            } else {
                Lanes.store(zero, to, start + i, Lanes.below(i, size));
            }
        }
    }

    private static void add(MemorySegment from, long source, MemorySegment to, long target, int size) {
        int i = 0;
        for (; i <= size - Lanes.COUNT; i += Lanes.COUNT) {
            Lanes.store(Lanes.load(to, target + i).add(Lanes.load(from, source + i)), to, target + i);
        }
        if (i < size) {
            VectorMask<Float> mask = Lanes.below(i, size);
            Lanes.store(Lanes.load(to, target + i, mask).add(Lanes.load(from, source + i, mask), mask), to, target + i,
                    mask);
        }
    }
}
