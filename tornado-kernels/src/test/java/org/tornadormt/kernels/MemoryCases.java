package org.tornadormt.kernels;

import java.util.List;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of the kernels that read, write, restore and check memory. */
final class MemoryCases {
    private static final List<Float> NOT_FINITE = List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

    private MemoryCases() {}

    static KernelCase memoryRead(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = random.size();
        int numMemTokens = segment.numMemTokens();
        FloatArray memory = random.floats(segment.sequences() * numMemTokens * hiddenSize);
        FloatArray out = random.floats(segment.rowCount() * hiddenSize);

        double[] vectors = Expected.contentOf(memory);
        double[] expected = Expected.contentOf(out);
        for (int r = 0; r < segment.rowCount(); r++) {
            SegmentRows.Row row = segment.rows().get(r);
            for (int i = 0; i < hiddenSize && row.memorySlot() >= 0; i++) {
                int vector = row.sequence() * numMemTokens + row.memorySlot();
                expected[r * hiddenSize + i] = vectors[vector * hiddenSize + i];
            }
        }
        return KernelCase.of(MemoryRead.class, MemoryRead.launch(segment.values(), memory, out, segment.rowCount(),
                segment.rowsPerSequence(), numMemTokens, hiddenSize), Expected.exactly(out, expected));
    }

    static KernelCase memoryWrite(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = random.size();
        FloatArray hidden = random.floats(segment.rowCount() * hiddenSize);
        FloatArray memory = random.floats(segment.rowCount() * hiddenSize);

        double[] states = Expected.contentOf(hidden);
        double[] expected = Expected.contentOf(memory);
        for (int v = 0; v < segment.rowCount(); v++) {
            if (!segment.rows().get(v).isPadding()) {
                System.arraycopy(states, v * hiddenSize, expected, v * hiddenSize, hiddenSize);
            }
        }
        return KernelCase.of(MemoryWrite.class,
                MemoryWrite.launch(segment.values(), hidden, memory, segment.rowCount(), hiddenSize),
                Expected.exactly(memory, expected));
    }

    static KernelCase memoryRestore(RandomInputs random) {
        int sequences = random.size();
        int sequenceSize = random.size();
        FloatArray incoming = random.floats(sequences * sequenceSize);
        IntArray chosen = random.integers(sequences, 0, 2);
        FloatArray memory = random.floats(sequences * sequenceSize);
        IntArray firstBadSegment = random.integers(sequences, 0, 5);

        double[] given = Expected.contentOf(incoming);
        double[] expectedMemory = Expected.contentOf(memory);
        double[] expectedFinding = Expected.contentOf(firstBadSegment);
        for (int b = 0; b < sequences; b++) {
            if (chosen.get(b) == 1) {
                expectedFinding[b] = -1;
                System.arraycopy(given, b * sequenceSize, expectedMemory, b * sequenceSize, sequenceSize);
            }
        }
        return KernelCase.of(MemoryRestore.class,
                MemoryRestore.launch(incoming, chosen, memory, firstBadSegment, sequences, sequenceSize),
                Expected.exactly(memory, expectedMemory), Expected.exactly(firstBadSegment, expectedFinding));
    }

    static KernelCase memoryCheck(RandomInputs random) {
        int sequences = random.size();
        int sequenceSize = random.size();
        FloatArray memory = random.floats(sequences * sequenceSize);
        IntArray segment = random.integers(sequences, -3, 5);
        IntArray firstBadSegment = random.integers(sequences, -1, 2);

        double[] expected = Expected.contentOf(firstBadSegment);
        for (int b = 0; b < sequences; b++) {
            boolean bad = random.below(2) == 0;
            if (bad) {
                int place = b * sequenceSize + random.below(sequenceSize);
                memory.set(place, NOT_FINITE.get(random.below(NOT_FINITE.size())));
            }
            if (bad && segment.get(b) >= 0 && firstBadSegment.get(b) == -1) {
                expected[b] = segment.get(b);
            }
        }
        return KernelCase.of(MemoryCheck.class,
                MemoryCheck.launch(memory, segment, firstBadSegment, sequences, sequenceSize),
                Expected.exactly(firstBadSegment, expected));
    }
}
