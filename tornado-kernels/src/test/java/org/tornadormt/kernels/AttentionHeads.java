package org.tornadormt.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Attention of some rows over a cache in double precision.
 *
 * @param rows the rows that ask
 * @param layerStart number of the cache at which the layer begins
 */
record AttentionHeads(List<Asking> rows, int numHeads, int numKeyValueHeads, int headSize, int cacheSlots,
        int layerStart) {

    /** A row that sees the first {@code visible} slots of a sequence. */
    record Asking(int sequence, int visible) {}

    int hiddenSize() {
        return numHeads * headSize;
    }

    int slotSize() {
        return numKeyValueHeads * headSize;
    }

    int keyValueHead(int head) {
        return head / (numHeads / numKeyValueHeads);
    }

    /** The part of a row's numbers that belongs to a head. */
    double[] vector(double[] array, int row, int head) {
        int from = row * hiddenSize() + head * headSize;
        return Arrays.copyOfRange(array, from, from + headSize);
    }

    /** What a head of a row sees of keys or values. */
    double[][] seen(double[] cache, int row, int head) {
        return IntStream.range(0, rows.get(row).visible).mapToObj(slot -> {
            int from = layerStart + (rows.get(row).sequence * cacheSlots + slot) * slotSize()
                    + keyValueHead(head) * headSize;
            return Arrays.copyOfRange(cache, from, from + headSize);
        }).toArray(double[][]::new);
    }

    /** The operation itself, {@code [rows, hiddenSize]}. */
    double[] attend(double[] query, double[] keys, double[] values) {
        double[] out = new double[rows.size() * hiddenSize()];
        for (int r = 0; r < rows.size(); r++) {
            for (int head = 0; head < numHeads; head++) {
                Approximation[] result = SoftmaxAttention.attend(vector(query, r, head), seen(keys, r, head),
                        seen(values, r, head));
                double[] numbers = Stream.of(result).mapToDouble(Approximation::value).toArray();
                System.arraycopy(numbers, 0, out, r * hiddenSize() + head * headSize, headSize);
            }
        }
        return out;
    }

    ScoreGradients scoreGradients(int row, int head, double[] query, double[] outGradient, double[] keys,
            double[] values) {
        return ScoreGradients.of(vector(query, row, head), vector(outGradient, row, head), seen(keys, row, head),
                seen(values, row, head));
    }
}
