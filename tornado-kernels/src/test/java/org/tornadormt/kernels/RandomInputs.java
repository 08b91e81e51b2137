package org.tornadormt.kernels;

import java.util.Random;
import java.util.stream.IntStream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.ShortArray;

/** Shapes and contents of arrays for tests, the same for the same seed. */
final class RandomInputs {
    /** Layers of stacked weights and of caches. */
    static final int LAYERS = 3;

    private static final int LARGEST_SIZE = 40;
    // What breaks a loop that is unrolled, split or vectorised: one, primes, one less and one more than a power of two.
    private static final int[] AWKWARD_SIZES = {1, 2, 3, 7, 8, 9, 13, 16, 17, 31, 37};

    private final long seed;
    private final Random random;

    RandomInputs(long seed) {
        this.seed = seed;
        random = new Random(seed);
    }

    /** A size from 1 to 40, every second time an awkward one. */
    int size() {
        return random.nextBoolean() ? AWKWARD_SIZES[below(AWKWARD_SIZES.length)] : oneTo(LARGEST_SIZE);
    }

    /** A whole number from 1 to {@code largest}. */
    int oneTo(int largest) {
        return 1 + below(largest);
    }

    /** A whole number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** The layer to use, {@code [1]}: three seeds in a row take each of {@link #LAYERS} once. */
    IntArray layer() {
        return IntArray.fromElements(Math.floorMod(seed, LAYERS));
    }

    /** Normally distributed numbers. */
    FloatArray floats(int size) {
        return floats(size, 0.0, 1.0);
    }

    /** Normally distributed numbers of that mean and standard deviation. */
    FloatArray floats(int size, double mean, double deviation) {
        FloatArray array = new FloatArray(size);
        for (int i = 0; i < size; i++) {
            array.set(i, (float) (mean + deviation * random.nextGaussian()));
        }
        return array;
    }

    /** Normally distributed numbers that a format has, every second one so small that binary16 has it as subnormal. */
    FloatArray floats(NumberFormat format, int size) {
        FloatArray array = floats(size);
        for (int i = 0; i < size && format != NumberFormat.FLOAT32; i++) {
            float number = i % 2 == 0 ? array.get(i) : 0x1p-16f * array.get(i);
            array.set(i, format.decode(format.encode(number)));
        }
        return array;
    }

    /** Numbers that a format has, as it stores them. */
    static StoredNumbers stored(NumberFormat format, FloatArray numbers) {
        if (format == NumberFormat.FLOAT32) {
            return StoredNumbers.of(numbers);
        }
        ShortArray codes = new ShortArray(numbers.getSize());
        for (int i = 0; i < numbers.getSize(); i++) {
            codes.set(i, format.encode(numbers.get(i)));
        }
        return StoredNumbers.of(format, codes);
    }

    /** What a kernel must overwrite and not use: NaN everywhere. */
    static FloatArray toBeOverwritten(int size) {
        FloatArray array = new FloatArray(size);
        array.init(Float.NaN);
        return array;
    }

    /**
     * Matrices {@code [rows, columns]}, one behind the other, in panels of {@code width} rows behind {@code first} other
     * numbers; these and what fills up the last panel of each are NaN.
     */
    static FloatArray inPanels(FloatArray matrices, int rows, int columns, int first, int width) {
        int layers = matrices.getSize() / (rows * columns);
        int panels = (rows + width - 1) / width;
        FloatArray packed = toBeOverwritten(first + layers * panels * width * columns);
        for (int layer = 0; layer < layers; layer++) {
            for (int row = 0; row < rows; row++) {
                int panel = layer * panels + row / width;
                for (int column = 0; column < columns; column++) {
                    packed.set(first + (panel * columns + column) * width + row % width,
                            matrices.get((layer * rows + row) * columns + column));
                }
            }
        }
        return packed;
    }

    /** Whole numbers from {@code from} to {@code to - 1}. */
    IntArray integers(int size, int from, int to) {
        IntArray array = new IntArray(size);
        for (int i = 0; i < size; i++) {
            array.set(i, random.nextInt(from, to));
        }
        return array;
    }

    /** The numbers 0 to {@code size - 1} in any order. */
    int[] permutation(int size) {
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int other = below(i + 1);
            int swap = order[i];
            order[i] = order[other];
            order[other] = swap;
        }
        return order;
    }
}
