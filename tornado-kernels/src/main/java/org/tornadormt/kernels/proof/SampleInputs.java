package org.tornadormt.kernels.proof;

import java.util.Random;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.StoredNumbers;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The inputs of one sample, the same at every call, so that two samples made alike can be run in two places and
 * compared. Shapes are those of two short sequences of tokens and memory vectors, with padding.
 *
 * @param random where numbers come from
 * @param rowsPerSequence rows of a sequence; 4 or more
 * @param hiddenSize numbers in a row
 * @param numHeads heads of attention
 * @param headSize numbers in a head
 */
record SampleInputs(Random random, int rowsPerSequence, int hiddenSize, int numHeads, int headSize) {
    static final int SEQUENCES = 2;
    static final int LAYERS = 2;
    static final int MEMORY_VECTORS = 2;
    static final int VOCABULARY = 11;

    private static final long SEED = 2304_11062;

    /** Sizes that no work-group, vector or tile divides. */
    static SampleInputs odd() {
        return new SampleInputs(new Random(SEED), 5, 13, 3, 7);
    }

    /** Sizes that fill work-groups, vectors and tiles, for forms that take only such. */
    static SampleInputs even() {
        return new SampleInputs(new Random(SEED), 32, 64, 2, 32);
    }

    int rows() {
        return SEQUENCES * rowsPerSequence;
    }

    /** Slots of the cache of a sequence: some more than its rows. */
    int cacheSlots() {
        return rowsPerSequence + 3;
    }

    /** Numbers of a layer of a key or value cache of {@code heads} heads. */
    int cacheSize(int heads) {
        return SEQUENCES * cacheSlots() * heads * headSize;
    }

    /** Normally distributed numbers. */
    FloatArray floats(int size) {
        FloatArray array = new FloatArray(size);
        for (int i = 0; i < size; i++) {
            array.set(i, (float) random.nextGaussian());
        }
        return array;
    }

    /** Normally distributed numbers, rounded down to that format. */
    StoredNumbers numbers(NumberFormat format, int size) {
        FloatArray floats = floats(size);
        if (format == NumberFormat.FLOAT32) {
            return StoredNumbers.of(floats);
        }
        StoredNumbers numbers = StoredNumbers.zeros(format, size);
        for (int i = 0; i < size; i++) {
            numbers.codes().set(i, format.encode(floats.get(i)));
        }
        return numbers;
    }

    /** What a kernel must overwrite: NaN everywhere. */
    FloatArray toBeOverwritten(int size) {
        FloatArray array = new FloatArray(size);
        array.init(Float.NaN);
        return array;
    }

    /** Whole numbers from {@code from} to {@code to - 1}. */
    IntArray integers(int size, int from, int to) {
        IntArray array = new IntArray(size);
        for (int i = 0; i < size; i++) {
            array.set(i, random.nextInt(from, to));
        }
        return array;
    }

    /** The last layer, {@code [1]}. */
    IntArray layer() {
        return IntArray.fromElements(LAYERS - 1);
    }

    /**
     * The rows of both sequences: memory vectors, then tokens that see all before them; the second sequence ends with
     * a row of padding.
     */
    RowTable segment() {
        RowTable table = new RowTable(rows());
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            int first = sequence * rowsPerSequence;
            for (int i = 0; i < rowsPerSequence - sequence; i++) {
                if (i < MEMORY_VECTORS) {
                    table.memory(first + i, i, i, i, i + 1);
                } else {
                    table.token(first + i, random.nextInt(VOCABULARY), i, i, i + 1);
                }
            }
        }
        return table;
    }

    /** Rows that read the last two rows of each sequence of {@code segment}, of which one is padding. */
    RowTable readers(RowTable segment) {
        RowTable table = new RowTable(SEQUENCES * MEMORY_VECTORS);
        for (int reader = 0; reader < SEQUENCES * MEMORY_VECTORS; reader++) {
            int row = (reader / MEMORY_VECTORS + 1) * rowsPerSequence - 1 - reader % MEMORY_VECTORS;
            if (segment.values().get(row * RowTable.FIELDS + RowTable.SOURCE) != RowTable.PADDING) {
                table.reads(reader, segment, row);
            }
        }
        return table;
    }
}
