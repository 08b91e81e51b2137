package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.gradient.LayerNormGradient;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Forms of sums over rows. A thread has columns of its own and goes through the rows in their order, so it needs no
 * lock and every sum has one order; the part of a row that it adds is long enough to be read as one piece.
 */
final class ColumnForms {
    /** Columns that a thread takes at least: some lines of the cache, whole vectors. */
    private static final int GRAIN = 128;

    private ColumnForms() {}

    /** See {@link org.tornadormt.kernels.gradient.LinearGradient#linearBiasGradient}. */
    static RowForm sum(FloatArray rowsOfIt, FloatArray sums, IntArray layer, int rows, int columns) {
        MemorySegment source = rowsOfIt.getSegment();
        MemorySegment target = sums.getSegment();
        return new RowForm(columns, GRAIN, (from, to) -> {
            long parameters = (long) layer.get(0) * columns;
            for (int r = 0; r < rows; r++) {
                add(source, (long) r * columns, target, parameters, from, to);
            }
        });
    }

    /** See {@link org.tornadormt.kernels.gradient.LayerNormGradient#layerNormParameterGradient}. */
    static RowForm layerNormParameters(FloatArray x, FloatArray outGradient, FloatArray statistics,
            FloatArray weightGradient, FloatArray biasGradient, IntArray layer, int rows, int hiddenSize) {
        MemorySegment input = x.getSegment();
        MemorySegment gradient = outGradient.getSegment();
        MemorySegment weights = weightGradient.getSegment();
        MemorySegment biases = biasGradient.getSegment();
        return new RowForm(hiddenSize, GRAIN, (from, to) -> {
            long parameters = (long) layer.get(0) * hiddenSize;
            for (int r = 0; r < rows; r++) {
                long row = (long) r * hiddenSize;
                add(gradient, row, biases, parameters, from, to);
                addNormal(input, gradient, row, statistics.get(r * LayerNormGradient.STATISTICS),
                        statistics.get(r * LayerNormGradient.STATISTICS + 1), weights, parameters, from, to);
            }
        });
    }

    /** See {@link org.tornadormt.kernels.gradient.RmsNormGradient#rmsNormParameterGradient}. */
    static RowForm rmsNormParameters(FloatArray x, FloatArray outGradient, FloatArray statistics,
            FloatArray weightGradient, IntArray layer, int rows, int hiddenSize) {
        MemorySegment input = x.getSegment();
        MemorySegment gradient = outGradient.getSegment();
        MemorySegment weights = weightGradient.getSegment();
        return new RowForm(hiddenSize, GRAIN, (from, to) -> {
            long parameters = (long) layer.get(0) * hiddenSize;
            for (int r = 0; r < rows; r++) {
                addNormal(input, gradient, (long) r * hiddenSize, 0f, statistics.get(r), weights, parameters, from,
                        to);
            }
        });
    }

    /** See {@link org.tornadormt.kernels.gradient.RowLookupGradient}. */
    static RowForm rowLookup(IntArray rows, FloatArray outGradient, FloatArray tableGradient, int rowCount,
            int hiddenSize) {
        MemorySegment source = outGradient.getSegment();
        MemorySegment table = tableGradient.getSegment();
        return new RowForm(hiddenSize, GRAIN, (from, to) -> {
            for (int r = 0; r < rowCount; r++) {
                int row = rows.get(r * RowTable.FIELDS + RowTable.SOURCE);
                if (row >= 0) {
                    add(source, (long) r * hiddenSize, table, (long) row * hiddenSize, from, to);
                }
            }
        });
    }

    /** See {@link org.tornadormt.kernels.gradient.PositionEmbeddingGradient}. */
    static RowForm positionEmbedding(IntArray rows, FloatArray xGradient, FloatArray tableGradient, int rowCount,
            int hiddenSize) {
        MemorySegment source = xGradient.getSegment();
        MemorySegment table = tableGradient.getSegment();
        return new RowForm(hiddenSize, GRAIN, (from, to) -> {
            for (int r = 0; r < rowCount; r++) {
                if (rows.get(r * RowTable.FIELDS + RowTable.VISIBLE) > 0) {
                    int position = rows.get(r * RowTable.FIELDS + RowTable.POSITION);
                    add(source, (long) r * hiddenSize, table, (long) position * hiddenSize, from, to);
                }
            }
        });
    }

    /** See {@link org.tornadormt.kernels.gradient.MemoryReadGradient}. */
    static RowForm memoryRead(IntArray rows, FloatArray xGradient, FloatArray memoryGradient, int memoryVectors,
            int rowsPerSequence, int numMemTokens, int hiddenSize) {
        MemorySegment source = xGradient.getSegment();
        MemorySegment memory = memoryGradient.getSegment();
        int rowCount = memoryVectors / numMemTokens * rowsPerSequence;
        return new RowForm(hiddenSize, GRAIN, (from, to) -> {
            for (int r = 0; r < rowCount; r++) {
                int slot = rows.get(r * RowTable.FIELDS + RowTable.SOURCE);
                if (slot < 0 && slot != RowTable.PADDING) {
                    int vector = (r / rowsPerSequence) * numMemTokens - 1 - slot;
                    add(source, (long) r * hiddenSize, memory, (long) vector * hiddenSize, from, to);
                }
            }
        });
    }

    /** See {@link org.tornadormt.kernels.gradient.SquaredSum}: rows of as many elements as there are parts. */
    static RowForm squaredSum(FloatArray values, FloatArray sums, int size) {
        MemorySegment source = values.getSegment();
        MemorySegment target = sums.getSegment();
        int parts = sums.getSize();
        return new RowForm(parts, GRAIN, (from, to) -> {
            target.asSlice((long) from * Float.BYTES, (long) (to - from) * Float.BYTES).fill((byte) 0);
            for (int row = 0; row < size; row += parts) {
                addSquares(source, row, target, from, Math.min(to, size - row));
            }
        });
    }

    private static void add(MemorySegment source, long sourceRow, MemorySegment target, long targetRow, int from,
            int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            Lanes.store(Lanes.load(target, targetRow + i).add(Lanes.load(source, sourceRow + i)), target,
                    targetRow + i);
        }
        if (i < to) {
            VectorMask<Float> mask = Lanes.below(i, to);
            Lanes.store(Lanes.load(target, targetRow + i, mask).add(Lanes.load(source, sourceRow + i, mask)), target,
                    targetRow + i, mask);
        }
    }

    private static void addNormal(MemorySegment x, MemorySegment gradient, long row, float mean, float scale,
            MemorySegment target, long targetRow, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector normal = Lanes.load(x, row + i).sub(mean).mul(scale);
            FloatVector sum = normal.fma(Lanes.load(gradient, row + i), Lanes.load(target, targetRow + i));
            Lanes.store(sum, target, targetRow + i);
        }
        if (i < to) {
            VectorMask<Float> mask = Lanes.below(i, to);
            FloatVector normal = Lanes.load(x, row + i, mask).sub(mean).mul(scale);
            FloatVector sum = normal.fma(Lanes.load(gradient, row + i, mask), Lanes.load(target, targetRow + i, mask));
            Lanes.store(sum, target, targetRow + i, mask);
        }
    }

    private static void addSquares(MemorySegment source, long row, MemorySegment target, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector value = Lanes.load(source, row + i);
            Lanes.store(value.fma(value, Lanes.load(target, i)), target, i);
        }
        if (i < to) {
            VectorMask<Float> mask = Lanes.below(i, to);
            FloatVector value = Lanes.load(source, row + i, mask);
            Lanes.store(value.fma(value, Lanes.load(target, i, mask)), target, i, mask);
        }
    }
}
