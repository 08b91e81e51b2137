package org.tornadormt.kernels;

import java.util.stream.IntStream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of the key-value cache and of attention over it. */
final class AttentionCases {

    private AttentionCases() {}

    static KernelCase keyValueWrite(RandomInputs random) {
        return keyValueWrite(random, RandomInputs.LAYERS).variant("a place for each layer");
    }

    static KernelCase keyValueWriteToOnePlace(RandomInputs random) {
        return keyValueWrite(random, 1).variant("one place for all layers");
    }

    private static KernelCase keyValueWrite(RandomInputs random, int cachedLayers) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = random.size();
        int layerSize = segment.sequences() * segment.cacheSlots() * hiddenSize;
        FloatArray keyValue = random.floats(segment.rowCount() * 2 * hiddenSize);
        FloatArray keys = random.floats(cachedLayers * layerSize);
        FloatArray values = random.floats(cachedLayers * layerSize);
        IntArray layer = random.layer();

        double[] input = Expected.contentOf(keyValue);
        double[] expectedKeys = Expected.contentOf(keys);
        double[] expectedValues = Expected.contentOf(values);
        int cachedLayer = cachedLayers == 1 ? 0 : layer.get(0);
        for (int r = 0; r < segment.rowCount(); r++) {
            SegmentRows.Row row = segment.rows().get(r);
            int slot = (cachedLayer * segment.sequences() + row.sequence()) * segment.cacheSlots() + row.slot();
            for (int i = 0; i < hiddenSize && !row.isPadding(); i++) {
                expectedKeys[slot * hiddenSize + i] = input[2 * r * hiddenSize + i];
                expectedValues[slot * hiddenSize + i] = input[(2 * r + 1) * hiddenSize + i];
            }
        }
        return KernelCase.of(KeyValueWrite.class,
                KeyValueWrite.launch(segment.values(), keyValue, keys, values, layer, segment.rowCount(),
                        segment.rowsPerSequence(), segment.cacheSlots(), hiddenSize, cachedLayers == 1 ? 0 : layerSize),
                Expected.exactly(keys, expectedKeys), Expected.exactly(values, expectedValues));
    }

    static KernelCase attention(RandomInputs random) {
        return attention(random, SegmentRows.random(random), RandomInputs.LAYERS, 1).variant("a place for each layer");
    }

    /** With scores of some hundreds, whose exponentials single precision cannot hold. */
    static KernelCase attentionInOnePlace(RandomInputs random) {
        return attention(random, SegmentRows.random(random), 1, 60).variant("one place for all layers");
    }

    /** Of more than one block of rows and of slots, whatever a form takes for a block. */
    static KernelCase longAttention(RandomInputs random) {
        return attention(random, SegmentRows.random(random, 60 + random.oneTo(140)), 1, 1).variant("long");
    }

    /** Of heads that share keys and values. */
    static KernelCase groupedQueryAttention(RandomInputs random) {
        return attention(random, SegmentRows.random(random), RandomInputs.LAYERS, 1, 2 + random.below(3))
                .variant("grouped queries");
    }

    /** Of heads that share keys and values, and more than one block. */
    static KernelCase longGroupedQueryAttention(RandomInputs random) {
        return attention(random, SegmentRows.random(random, 60 + random.oneTo(140)), 1, 1, 2)
                .variant("long, grouped queries");
    }

    /** Of heads that are whole vectors of eight, which devices may read as such. */
    static KernelCase attentionOfVectors(RandomInputs random) {
        return attention(random, SegmentRows.random(random), RandomInputs.LAYERS, 1, 2, 8 * random.oneTo(3))
                .variant("of vectors");
    }

    /** The same with more than one block, and scores of some hundreds. */
    static KernelCase longAttentionOfVectors(RandomInputs random) {
        return attention(random, SegmentRows.random(random, 60 + random.oneTo(80)), 1, 60, 1, 8).variant(
                "long, of vectors");
    }

    private static KernelCase attention(RandomInputs random, SegmentRows segment, int cachedLayers,
            double queryDeviation) {
        return attention(random, segment, cachedLayers, queryDeviation, 1);
    }

    private static KernelCase attention(RandomInputs random, SegmentRows segment, int cachedLayers,
            double queryDeviation, int headsPerKeyValueHead) {
        return attention(random, segment, cachedLayers, queryDeviation, headsPerKeyValueHead, random.size());
    }

    private static KernelCase attention(RandomInputs random, SegmentRows segment, int cachedLayers,
            double queryDeviation, int headsPerKeyValueHead, int headSize) {
        int numKeyValueHeads = random.oneTo(5);
        int numHeads = numKeyValueHeads * headsPerKeyValueHead;
        int querySize = numHeads * headSize;
        int keyValueSize = numKeyValueHeads * headSize;
        int layerSize = segment.sequences() * segment.cacheSlots() * keyValueSize;
        FloatArray query = random.floats(segment.rowCount() * querySize, 0, queryDeviation);
        FloatArray keys = random.floats(cachedLayers * layerSize);
        FloatArray values = random.floats(cachedLayers * layerSize);
        FloatArray out = RandomInputs.toBeOverwritten(segment.rowCount() * querySize);
        IntArray layer = random.layer();

        double[] input = Expected.contentOf(query);
        double[] cachedKeys = Expected.contentOf(keys);
        double[] cachedValues = Expected.contentOf(values);
        int cachedLayer = cachedLayers == 1 ? 0 : layer.get(0);
        Approximation[] expected = new Approximation[out.getSize()];
        for (int r = 0; r < segment.rowCount(); r++) {
            SegmentRows.Row row = segment.rows().get(r);
            for (int head = 0; head < numHeads; head++) {
                int from = (cachedLayer * segment.sequences() + row.sequence()) * segment.cacheSlots() * keyValueSize
                        + head / headsPerKeyValueHead * headSize;
                double[] rowQuery = vector(input, r * querySize + head * headSize, headSize);
                double[][] seenKeys = vectors(cachedKeys, from, row.visible(), keyValueSize, headSize);
                double[][] seenValues = vectors(cachedValues, from, row.visible(), keyValueSize, headSize);
                Approximation[] result = SoftmaxAttention.attend(rowQuery, seenKeys, seenValues);
                System.arraycopy(result, 0, expected, r * querySize + head * headSize, headSize);
            }
        }
        return KernelCase.of(Attention.class,
                Attention.launch(segment.values(), query, keys, values, out, layer, segment.rowCount(),
                        segment.rowsPerSequence(), segment.cacheSlots(), numHeads, numKeyValueHeads, headSize,
                        cachedLayers == 1 ? 0 : layerSize),
                Expected.approximately(out, expected));
    }

    private static double[] vector(double[] array, int from, int size) {
        return IntStream.range(from, from + size).mapToDouble(i -> array[i]).toArray();
    }

    private static double[][] vectors(double[] array, int from, int count, int distance, int size) {
        return IntStream.range(0, count).mapToObj(t -> vector(array, from + t * distance, size))
                .toArray(double[][]::new);
    }
}
